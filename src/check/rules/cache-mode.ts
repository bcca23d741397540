import { lowTrust } from "../facts/events.ts";
import type { Rule } from "../finding.ts";
import { eventsOf } from "../walk.ts";

export const cacheMode: Rule = {
  code: "cache-mode",
  severity: "warning",
  summary: "A workflow that strangers can start writes no cache: trusted runs would restore what they left.",
  *check({ workflow }) {
    const events = [...eventsOf(workflow)].filter((event) => lowTrust.has(event));
    if (events.length === 0) return;
    for (const mode of [workflow.cacheMode, ...workflow.jobs.map((job) => job.cacheMode)]) {
      if (mode === undefined || (mode.value !== "write" && mode.value !== "write-only")) continue;
      yield {
        at: mode.at,
        message: `${events.join(" and ")} may be started by a stranger, and this lets it write the cache that trusted runs restore; write cache-mode: read`,
      };
    }
  },
};
