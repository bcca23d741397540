import type { Log } from "../../../src/action/index.ts";
import type { Placed, Result } from "../result.ts";
import { caseTitle, isFailure } from "../results/case.ts";

const line = (one: Placed) => `${caseTitle(one)}${one.message === "" ? "" : `: ${one.message}`}`;

/** GitHub shows ten of a step; the log of a run in which everything failed is to stay one that can be read. */
const most = 50;

/** One annotation for each test that failed, where it failed; flaky ones as warnings. */
export function tell({ cases, troubles, coverage }: Result, log: Log): void {
  const failed = cases.filter(isFailure);
  const flaky = cases.filter(({ status }) => status === "flaky");
  for (const one of failed.slice(0, most)) log.error(line(one), { ...one.at, title: "Test failed" });
  for (const one of flaky.slice(0, most)) log.warning(line(one), { ...one.at, title: "Flaky test" });
  const rest = [failed, flaky].map(({ length }) => Math.max(0, length - most));
  if (rest.some((count) => count > 0))
    log.info(`… and ${rest[0]} more that failed, ${rest[1]} more that were flaky, in the report`);
  for (const { kind, message, file } of troubles)
    if (kind === "empty") log.info(`${file ?? "a file"}: ${message}`);
    else log.error(message, { title: kind === "collection" ? "Tests not loaded" : "Tests broke off" });
  for (const missed of coverage?.missed ?? []) log.error(missed, { title: "Coverage" });
}
