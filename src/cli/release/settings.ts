import type { Prove } from "../../release/story/prove.ts";
import type { Result } from "../../release/story/result.ts";
import type { Grace } from "../../release/wait/state.ts";
import { logCauses } from "../../release/wiring/report.ts";
import { proofBy, smokeFile } from "../../release/wiring/smoke-file.ts";
import { logSmoke } from "../../release/wiring/smoke-report.ts";
import type { ExitCode, Io } from "../io.ts";
import { count, duration, type Tools } from "./desk.ts";
import type { Called } from "./options.ts";

export interface Settings {
  readonly timeoutMs: number;
  readonly patience: Grace;
  readonly logLines: number;
  readonly prove?: Prove;
}

/** What deploy, rollback and resume are told alike. */
export async function settings({ options }: Called, { deps, access }: Tools): Promise<Settings> {
  const { smoke } = options;
  const prove =
    smoke === undefined
      ? undefined
      : proofBy(await smokeFile(smoke, deps), access, deps, (report) => logSmoke(deps, report));
  return {
    timeoutMs: duration(options.timeout, 600_000, "timeout"),
    patience: { graceMs: duration(options.grace, 60_000, "grace"), settleMs: 15_000, fatalExitCodes: [] },
    logLines: count(options["log-lines"], 20, "log-lines"),
    ...(prove === undefined ? {} : { prove }),
  };
}

/** The causes on stderr, the end on stdout: for people, or as JSON for scripts. */
export function tell(result: Result, { options }: Called, { deps }: Tools, io: Io): ExitCode {
  const { plan: _shown, ...rest } = result;
  logCauses(deps, result.causes);
  const next = result.next === undefined ? [] : [`what next: ${result.next}`];
  const lines = [`${result.status}: ${result.message}`, ...next];
  io.out(deps.masker.hide(options.json === true ? JSON.stringify(rest, null, 2) : lines.join("\n")));
  return result.verdict === "ok" ? 0 : 1;
}
