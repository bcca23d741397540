/** One deploy as a process of its own, to be killed, stopped and interrupted. Its input is one JSON argument. */
import * as v from "valibot";
import { run } from "../../integration/release/world.ts";
import { openApp } from "./app.ts";

const schema = v.object({
  name: v.string(),
  namespace: v.string(),
  kubeconfig: v.string(),
  folder: v.string(),
  image: v.object({ name: v.string(), digest: v.string() }),
  timing: v.object({ leaseMs: v.number(), requestMs: v.number() }),
  order: v.number(),
  attempt: v.number(),
  objects: v.array(v.record(v.string(), v.unknown())),
});
const { order, attempt, objects, kubeconfig, ...given } = v.parse(schema, JSON.parse(process.argv[2] ?? ""));
const abort = new AbortController();
process.on("SIGINT", () => abort.abort(new Error("interrupted")));

const access = { kubectl: "kubectl", kubeconfig, env: process.env };
const app = await openApp({ ...given, access, say: (line) => console.log(line), requestMs: 4_000 });
try {
  const more = { runner: run(order, attempt), site: { signal: abort.signal } };
  const result = await app.deploy(order, objects, more);
  console.log(`ended ${result.status}: ${result.message}; next: ${result.next ?? ""}`);
  process.exitCode = result.verdict === "ok" ? 0 : 1;
} catch (error) {
  console.log(`ended with ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  await app.close();
}
