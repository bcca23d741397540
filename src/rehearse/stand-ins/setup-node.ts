import { execFile } from "node:child_process";
import { promisify } from "node:util";
import semver from "semver";
import type { StandIn } from "../runner/actions/manifest.ts";

const run = promisify(execFile);

/** setup-node: the one that is installed, where it is what was asked for; else the step fails and says so. */
export const setupNode: StandIn = {
  kind: "stand-in",
  instead: "takes the Node that is installed",
  run: async ({ inputs, env, log }) => {
    const wanted = (inputs["node-version"] ?? "").trim();
    const answer = await run("node", ["--version"], { env: { ...env } }).catch(() => undefined);
    const have = semver.coerce(answer?.stdout)?.version;
    if (have === undefined) {
      log(`node was not found: install Node ${wanted}, then rehearse again`);
      return { ok: false, outputs: {} };
    }
    const range = /^(lts|latest|current)/.test(wanted) || wanted === "" ? "*" : wanted.replace(/^v/, "");
    if (semver.validRange(range) !== null && !semver.satisfies(have, range)) {
      log(`the workflow asks for Node ${wanted}, installed is ${have}: install it, or put another one first on PATH`);
      return { ok: false, outputs: {} };
    }
    log(`Node ${have}`);
    return { ok: true, outputs: { "node-version": have, "cache-hit": "false" } };
  },
};
