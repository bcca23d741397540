import { lowTrust } from "../facts/events.ts";
import type { Report, Rule } from "../finding.ts";
import { grantOf, type Step, workSteps } from "../subject.ts";
import { actionName, eventsOf, inputOf, runnerJobs } from "../walk.ts";

export const idTokenCache: Rule = {
  code: "id-token-cache",
  severity: "warning",
  summary: "A job that can sign in elsewhere restores no cache that a less trusted event may have written.",
  *check({ workflow }): Iterable<Report> {
    const events = [...eventsOf(workflow)].filter((event) => lowTrust.has(event));
    for (const job of runnerJobs(workflow)) {
      const written = job.permissions ?? workflow.permissions;
      const mode = (job.cacheMode ?? workflow.cacheMode)?.value;
      if (written === undefined || grantOf(written)["id-token"] !== "write" || mode === "none" || mode === "write-only")
        continue;
      const cached = workSteps(job.steps ?? []).find(restoresCache);
      if (cached === undefined || cached.kind !== "uses") continue;
      const who =
        events.length > 0 ? `${events.join(" and ")} of this very workflow` : "any workflow of the default branch";
      const message = `this job can sign in with its id-token and restores a cache that ${who} may have written; write cache-mode: none, or build without a cache`;
      yield events.length > 0 ? { at: cached.uses.at, message } : { at: cached.uses.at, message, severity: "info" };
    }
  },
};

function restoresCache(step: Step): boolean {
  if (step.kind !== "uses") return false;
  const name = actionName(step.uses.value);
  if (name === "actions/cache" || name === "actions/cache/restore" || name === "swatinem/rust-cache") return true;
  if (/^actions\/setup-/.test(name) || name === "ruby/setup-ruby") {
    const cache = inputOf(step, "cache") ?? inputOf(step, "bundler-cache") ?? inputOf(step, "cache-dependency-path");
    return cache !== undefined && !/^(false|)$/.test(cache.text);
  }
  return name === "docker/build-push-action" && /type=gha/.test(inputOf(step, "cache-from")?.text ?? "");
}
