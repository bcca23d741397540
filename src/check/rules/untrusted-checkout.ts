import { waysIn } from "../facts/untrusted.ts";
import type { Report, Rule } from "../finding.ts";
import { expressionsOf, type RunnerJob, type Step, type UsesStep } from "../subject.ts";
import { actionName, eventsOf, inputOf, runnerJobs } from "../walk.ts";

/** Events that run with the repository's own rights although a stranger starts them. */
const privileged = ["pull_request_target", "workflow_run", "issue_comment"] as const;

export const untrustedCheckout: Rule = {
  code: "untrusted-checkout",
  severity: "error",
  summary: "A workflow with the repository's rights does not check out and run a stranger's code.",
  *check({ workflow }): Iterable<Report> {
    const event = privileged.find((each) => eventsOf(workflow).has(each));
    if (event === undefined) return;
    for (const job of runnerJobs(workflow)) {
      for (const [index, step] of (job.steps ?? []).entries()) {
        const foreign = foreignCode(step);
        if (foreign === undefined) continue;
        const runs = (job.steps ?? []).slice(index + 1).some(runsCode);
        const message = `${event} runs with this repository's rights, and ${foreign} brings in code that a stranger wrote${runs ? ", which the steps below then run" : ""}; do this in a workflow on pull_request instead`;
        yield { at: placeIn(step), message, severity: runs ? "error" : "warning" };
      }
    }
  },
};

export function checksOutForeignCode(job: RunnerJob): boolean {
  return (job.steps ?? []).some((step) => foreignCode(step) !== undefined);
}

function foreignCode(step: Step): string | undefined {
  if (step.kind === "run") {
    return /\bgh\s+pr\s+checkout\b|\bgit\s+(fetch|pull|checkout)\b[^\n]*\bpull\/|refs\/pull\//.test(step.run.text)
      ? "this script"
      : undefined;
  }
  if (step.kind !== "uses" || actionName(step.uses.value) !== "actions/checkout") return undefined;
  return isForeign(step, "ref") || isForeign(step, "repository") ? "this checkout" : undefined;
}

function isForeign(step: UsesStep, input: string): boolean {
  const value = inputOf(step, input);
  if (value === undefined) return false;
  if (/refs\/pull\//.test(value.text)) return true;
  const ways = expressionsOf(value)
    .flatMap(({ syntax }) => (syntax === undefined ? [] : waysIn(syntax)))
    .map((way) => way.join("."));
  return ways.some((way) =>
    /^github\.(head_ref|event\.(pull_request\.(head\.|merge_commit_sha)|workflow_run\.(head_|pull_requests)))/.test(
      way,
    ),
  );
}

/** Anything but reading files may run what was checked out: scripts, local actions, package managers. */
function runsCode(step: Step): boolean {
  if (step.kind === "run" || step.kind === "parallel") return true;
  return (
    step.kind === "uses" &&
    (step.uses.value.startsWith("./") || !/^actions\/(upload-artifact|labeler|github-script)@/.test(step.uses.value))
  );
}

function placeIn(step: Step) {
  return step.kind === "uses" ? step.uses.at : step.kind === "run" ? step.run.at : step.at;
}
