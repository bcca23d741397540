import { wayOf } from "../facts/untrusted.ts";
import type { Report, Rule } from "../finding.ts";
import type { Place } from "../places.ts";
import { nodesOf, type RunnerJob, type Step } from "../subject.ts";
import { runnerJobs } from "../walk.ts";

/** More of them wait for a slot (runner, BackgroundStepCoordinator.cs). */
const atOnce = 10;

export const backgroundStep: Rule = {
  code: "background-step",
  severity: "error",
  summary: "What a background step gives is read only after a wait for it.",
  *check({ workflow, places }): Iterable<Report> {
    for (const job of runnerJobs(workflow)) {
      const started = (job.steps ?? []).filter(isBackground);
      if (started.length > atOnce) {
        yield {
          at: job.id.at,
          severity: "info",
          message: `"${job.id.value}" starts ${started.length} background steps; ${atOnce} run at once, the others wait`,
        };
      }
      for (const step of job.steps ?? []) {
        if (step.kind === "wait-all" && step.continueOnError !== undefined) {
          yield {
            at: step.continueOnError.at,
            severity: "warning",
            message:
              "a failed background step fails the job even so; write continue-on-error at the background step itself",
          };
        }
      }
      if (started.some((step) => step.kind !== "parallel" && step.id !== undefined)) yield* readTooEarly(job, places);
    }
  },
};

function isBackground(step: Step): boolean {
  return (step.kind === "run" || step.kind === "uses") && step.background?.value === true;
}

function* readTooEarly(job: RunnerJob, places: readonly Place[]): Iterable<Report> {
  const running = new Set<string>();
  for (const step of job.steps ?? []) {
    for (const place of places) {
      if (place.job !== job || place.step !== step) continue;
      for (const { syntax, at } of place.expressions) {
        for (const node of syntax === undefined ? [] : nodesOf(syntax)) {
          const way = wayOf(node);
          if (way?.length === 2 && way[0] === "steps" && running.has(way[1] ?? "")) {
            yield {
              at,
              message: `"${way[1]}" runs in the background and nothing above waits for it, so steps.${way[1]} is still empty here; write - wait: ${way[1]}`,
            };
          }
        }
      }
    }
    if (step.kind === "wait") for (const target of step.targets) running.delete(target.value.toLowerCase());
    else if (step.kind === "cancel") running.delete(step.target.value.toLowerCase());
    else if (step.kind === "wait-all") running.clear();
    else if (isBackground(step) && step.kind !== "parallel" && step.id !== undefined)
      running.add(step.id.value.toLowerCase());
  }
}
