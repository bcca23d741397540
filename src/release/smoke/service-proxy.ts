import { numberAt, objectsAt, textAt } from "../json/json.ts";
import { type KubeObject, refOf } from "../kube/object.ts";
import { readAll, type Transport } from "../kube/transport.ts";
import { bodyOf } from "./ask.ts";
import type { Check } from "./check.ts";
import { fill, type Observed } from "./judge.ts";

/** Through the API server's own proxy: for clusters that allow no port-forward. Any pod behind the Service may answer. */
export async function askThroughApi(
  send: Transport,
  service: KubeObject,
  check: Check,
  values: Readonly<Record<string, string>>,
  clock: () => number,
  signal: AbortSignal,
): Promise<Observed> {
  const { namespace = "default", name } = refOf(service);
  const first = objectsAt(service, "spec", "ports")[0];
  const port = check.port ?? textAt(first, "name") ?? numberAt(first, "port") ?? 80;
  const path = fill(check.path, values);
  const start = clock();
  const body = bodyOf(check, values);
  if (check.method === "HEAD") throw new Error("HEAD is not supported through the service proxy");
  const answer = await send({
    method: check.method,
    path: `/api/v1/namespaces/${namespace}/services/${name}:${port}/proxy${path.startsWith("/") ? path : `/${path}`}`,
    accept: "*/*",
    timeoutMs: check.timeout,
    signal,
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.code, headers: answer.headers, body: await readAll(answer), ms: clock() - start };
}
