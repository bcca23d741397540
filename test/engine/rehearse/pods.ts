import { numberAt, objectsAt, parseJson, textAt } from "../../../src/release/json/json.ts";
import { clients } from "../clients.ts";

export interface Pod {
  readonly name: string;
  /** another one under the same name has another */
  readonly uid: string;
  readonly restarts: number;
  /** where its first container answers; the API server's proxy knows no names of a pod's ports */
  readonly port: number;
  /** container → the digest that the runtime says it runs */
  readonly images: Readonly<Record<string, string>>;
}

/** The pods of a service of the shop, or all of a namespace, without those that are going. */
export async function podsOf(namespace: string, service?: string): Promise<readonly Pod[]> {
  const selector = service === undefined ? [] : ["-l", `app.kubernetes.io/name=${service}`];
  const said = await clients().kubectl(["-n", namespace, "get", "pods", ...selector, "-o", "json"]);
  return objectsAt(parseJson(said), "items")
    .filter((pod) => textAt(pod, "metadata", "deletionTimestamp") === undefined)
    .filter((pod) => textAt(pod, "status", "phase") === "Running")
    .map((pod) => {
      const statuses = objectsAt(pod, "status", "containerStatuses");
      return {
        name: textAt(pod, "metadata", "name") ?? "",
        uid: textAt(pod, "metadata", "uid") ?? "",
        restarts: statuses.reduce((sum, status) => sum + (numberAt(status, "restartCount") ?? 0), 0),
        port: numberAt(pod, "spec", "containers", 0, "ports", 0, "containerPort") ?? 0,
        images: Object.fromEntries(
          statuses.map((status) => [textAt(status, "name") ?? "", textAt(status, "imageID")?.split("@")[1] ?? ""]),
        ),
      };
    });
}
