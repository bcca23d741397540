import type { Log } from "../../../src/action/index.ts";
import type { Placed, Result } from "../result.ts";
import { caseTitle, isFailure } from "../results/case.ts";

const line = (one: Placed) => `${caseTitle(one)}${one.message === "" ? "" : `: ${one.message}`}`;

/** One annotation for each test that failed, where it failed; flaky ones as warnings. */
export function tell({ cases, troubles, coverage }: Result, log: Log): void {
  for (const one of cases.filter(isFailure)) log.error(line(one), { ...one.at, title: "Test failed" });
  for (const one of cases.filter(({ status }) => status === "flaky"))
    log.warning(line(one), { ...one.at, title: "Flaky test" });
  for (const { kind, message, file } of troubles)
    if (kind === "empty") log.info(`${file ?? "a file"}: ${message}`);
    else log.error(message, { title: kind === "collection" ? "Tests not loaded" : "Tests broke off" });
  for (const missed of coverage?.missed ?? []) log.error(missed, { title: "Coverage" });
}
