/** One story as a process of its own, to be killed, stopped and interrupted. Its input is one JSON argument. */
import * as v from "valibot";
import { connect } from "../../../src/release/kube/connect.ts";
import { kubectlRunner } from "../../../src/release/kube/kubectl.ts";
import { deploy } from "../../../src/release/story/deploy.ts";
import { resume } from "../../../src/release/story/resume.ts";
import { rollback } from "../../../src/release/story/rollback.ts";
import { verify } from "../../../src/release/story/verify.ts";
import { systemClock } from "../../../src/release/system-clock.ts";
import { deployInput, identity, namespace, passes, patience, rollbackInput, run } from "./world.ts";

const schema = v.object({
  story: v.picklist(["deploy", "deploy for later", "verify", "rollback", "resume"]),
  kubeconfig: v.string(),
  overlay: v.string(),
  order: v.number(),
  attempt: v.number(),
  leaseMs: v.number(),
  requestMs: v.number(),
});
export type Given = v.InferOutput<typeof schema>;

if (import.meta.main) {
  const given = v.parse(schema, JSON.parse(process.argv[2] ?? ""));
  const abort = new AbortController();
  process.on("SIGINT", () => abort.abort(new Error("interrupted")));

  const access = {
    kubectl: "kubectl",
    kubeconfig: given.kubeconfig,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
  };
  const clock = systemClock;
  const random = Math.random;
  const open = { mask: () => {}, hide: (text: string) => text };
  const say = (line: string) => console.log(line);
  const requestMs = Math.max(2_000, given.requestMs);
  const connection = await connect({ access, clock, random, say, requestMs, patienceMs: 4 * requestMs });
  try {
    const site = { identity, namespace, connection, clock, random, say, signal: abort.signal, timing: given, ...open };
    const runner = run(given.order, given.attempt);
    const input = {
      ...deployInput(given.overlay, kubectlRunner("kubectl", access.env, abort.signal)),
      runner,
      timeoutMs: 120_000,
    };
    const stories = {
      deploy: async () => (await deploy(site, input)).status,
      "deploy for later": async () => (await deploy(site, { ...input, afterwards: { windowMs: 1_000 } })).status,
      verify: async () =>
        (await verify(site, { runner, release: undefined, timeoutMs: 120_000, windowMs: 1_000, prove: passes })).status,
      rollback: async () =>
        (await rollback(site, { ...rollbackInput, undo: "this-run", runner, timeoutMs: 120_000 })).result,
      resume: async () =>
        (await resume(site, { runner, release: undefined, timeoutMs: 120_000, patience, logLines: 0, prove: passes }))
          .status,
    };
    const status = await stories[given.story]();
    console.log(`ended ${status}`);
    console.log(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
    process.exitCode = ["live", "applied", "rolled-back"].includes(status) ? 0 : 1;
  } catch (error) {
    console.log(`ended with ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  } finally {
    await connection.close();
  }
}
