import { execFile } from "node:child_process";
import { promisify } from "node:util";
import semver from "semver";
import type { StandIn } from "../runner/actions/manifest.ts";

const run = promisify(execFile);

interface Tool {
  readonly input: string;
  readonly output: string;
  readonly command: string;
  readonly name: string;
}

const node: Tool = { input: "node-version", output: "node-version", command: "node", name: "Node" };
const python: Tool = { input: "python-version", output: "python-version", command: "python3", name: "Python" };

/** setup-node and setup-python: what is installed, where it is what was asked for; else the step fails and says so. */
const setup = ({ input, output, command, name }: Tool): StandIn => ({
  kind: "stand-in",
  instead: `takes the ${name} that is installed`,
  run: async ({ inputs, env, log }) => {
    const wanted = (inputs[input] ?? "").trim();
    const answer = await run(command, ["--version"], { env: { ...env } }).catch(() => undefined);
    const have = semver.coerce(answer?.stdout || answer?.stderr)?.version;
    if (have === undefined) {
      log(`${command} was not found: install ${name} ${wanted}, then rehearse again`);
      return { ok: false, outputs: {} };
    }
    const range = /^(lts|latest|current)/.test(wanted) || wanted === "" ? "*" : wanted.replace(/^v/, "");
    if (semver.validRange(range) !== null && !semver.satisfies(have, range)) {
      log(
        `the workflow asks for ${name} ${wanted}, installed is ${have}: install it, or put another one first on PATH`,
      );
      return { ok: false, outputs: {} };
    }
    log(`${name} ${have}`);
    return { ok: true, outputs: { [output]: have, "cache-hit": "false" } };
  },
});

export const setupNode = setup(node);
export const setupPython = setup(python);
