/** One deploy as a process of its own, to be killed, stopped and interrupted. Its input is one JSON argument. */
import * as v from "valibot";
import { connect } from "../../../src/release/kube/connect.ts";
import { kubectlRunner } from "../../../src/release/kube/kubectl.ts";
import { deploy } from "../../../src/release/story/deploy.ts";
import { systemClock } from "../../../src/release/system-clock.ts";
import { identity, namespace, passes, patience, run } from "./world.ts";

const schema = v.object({
  kubeconfig: v.string(),
  overlay: v.string(),
  order: v.number(),
  attempt: v.number(),
  leaseMs: v.number(),
  requestMs: v.number(),
});
const given = v.parse(schema, JSON.parse(process.argv[2] ?? ""));
const abort = new AbortController();
process.on("SIGINT", () => abort.abort(new Error("interrupted")));

const access = {
  kubectl: "kubectl",
  kubeconfig: given.kubeconfig,
  env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
};
const say = (line: string) => console.log(line);
const connection = await connect({
  access,
  clock: systemClock,
  random: Math.random,
  say,
  requestMs: 2_000,
  patienceMs: 8_000,
});
try {
  const site = {
    identity,
    namespace,
    connection,
    clock: systemClock,
    random: Math.random,
    say,
    signal: abort.signal,
    timing: given,
  };
  const result = await deploy(site, {
    overlay: given.overlay,
    images: [],
    scans: [],
    requireScan: false,
    scope: { namespace, namespaces: [], clusterKinds: [], createNamespace: false },
    runner: run(given.order, given.attempt),
    kubectl: kubectlRunner("kubectl", access.env, abort.signal),
    timeoutMs: 30_000,
    patience,
    logLines: 0,
    pruneCap: 10,
    takeOver: [],
    allowOlder: false,
    releaseHold: undefined,
    irreversible: undefined,
    dryRun: false,
    history: { ancestry: async () => "unknown", fixes: async () => [] },
    afterwards: { prove: passes },
    mask: () => {},
  });
  console.log(`ended ${result.status}: ${result.message}`);
  process.exitCode = result.verdict === "ok" ? 0 : 1;
} catch (error) {
  console.log(`ended with ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  await connection.close();
}
