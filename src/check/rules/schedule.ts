import { cronMistake, shortestGap } from "../cron.ts";
import type { Report, Rule } from "../finding.ts";

export const schedule: Rule = {
  code: "schedule",
  severity: "error",
  summary: "A schedule is five fields that GitHub can run: at most every five minutes, in a time zone that exists.",
  *check({ workflow }): Iterable<Report> {
    for (const { schedule: crons } of workflow.on) {
      for (const { cron, timezone } of crons ?? []) {
        if (cron !== undefined) {
          const mistake = cronMistake(cron.value);
          const gap = mistake === undefined ? shortestGap(cron.value) : undefined;
          if (mistake !== undefined) yield { at: cron.at, message: mistake };
          else if (gap !== undefined && gap < 5)
            yield {
              at: cron.at,
              message: `this would run every ${gap === 1 ? "minute" : `${gap} minutes`}; GitHub runs a schedule at most every 5 minutes`,
            };
        }
        if (timezone !== undefined && !isTimeZone(timezone.value)) {
          yield {
            at: timezone.at,
            message: `"${timezone.value}" is no IANA time zone; one is written Area/City, as Europe/London`,
          };
        }
      }
    }
  },
};

/** GitHub takes the names with an area only; without one UTC is what a schedule has anyway. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z_]+\/[A-Za-z0-9_+/-]+$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
