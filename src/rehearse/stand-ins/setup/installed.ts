import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { StandIn, StandInContext, StandInEnd } from "../../runner/actions/manifest.ts";
import { askedVersions, fits, unmet, type Versioned } from "./asked.ts";

const run = promisify(execFile);

/** What an installed program answers to a step; nothing where there is none. */
export const answerOf = (program: string, args: readonly string[], env: StandInContext["env"]) =>
  run(program, [...args], { env: { ...env } }).catch(() => undefined);

/** What was found on this machine. */
export interface Installed {
  readonly version: string;
  readonly end: Omit<StandInEnd, "ok">;
}

/** An action that sets up a program, done by the one that is installed, where it is what was asked for. */
export const takesInstalled = (
  what: Versioned,
  find: (given: StandInContext) => Promise<Installed | undefined>,
): StandIn => ({
  kind: "stand-in",
  instead: `takes the ${what.name} that is installed`,
  run: async (given) => {
    const asked = askedVersions(what, given);
    if ("problem" in asked) {
      given.log(asked.problem);
      return { ok: false, outputs: {} };
    }
    const found = await find(given);
    const missing = found ? asked.find((version) => !fits(what, version, found.version)) : (asked[0] ?? "");
    if (missing !== undefined || !found) {
      given.log(unmet(what, missing ?? "", found?.version));
      return { ok: false, outputs: {} };
    }
    given.log(`${what.name} ${found.version}`);
    return { ok: true, ...found.end };
  },
});
