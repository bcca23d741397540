import type { GraphJob, RehearsalEvent } from "./event.ts";

export type JobPhase = "waiting" | "held" | "gated" | "running" | "success" | "failure" | "cancelled" | "skipped";

export interface JobLine {
  readonly leg: string;
  readonly name: string;
  readonly phase: JobPhase;
  /** what it does at the moment, or why it ended so */
  readonly doing: string;
  readonly since?: number;
  readonly until?: number;
}

/** How far a rehearsal is: a line for each job, in the order of the graph. */
export interface Progress {
  readonly graph: readonly GraphJob[];
  readonly lines: readonly JobLine[];
}

export const noProgress: Progress = { graph: [], lines: [] };

const firstLeg = (job: string) => `${job.split("/").join("#0/")}#0`;

function change(progress: Progress, leg: string, to: Partial<JobLine>): Progress {
  return { ...progress, lines: progress.lines.map((line) => (line.leg === leg ? { ...line, ...to } : line)) };
}

/** A job of several legs takes as many lines in the place of its one. */
function planned(progress: Progress, event: RehearsalEvent & { kind: "job-planned" }): Progress {
  const legs = event.legs.map(({ leg, name }): JobLine => ({ leg, name, phase: "waiting", doing: "" }));
  const [first] = event.legs;
  const known = progress.lines.findIndex(({ leg }) => leg === first?.leg || leg === firstLeg(event.job));
  // a job of a called workflow, for a leg that is not its caller's first: below what that caller has so far
  if (known < 0) {
    const caller = first?.leg.replace(/\/[^/]*$/, "") ?? "";
    const after = progress.lines.findLastIndex(({ leg }) => leg === caller || leg.startsWith(`${caller}/`));
    return { ...progress, lines: progress.lines.toSpliced(after + 1, 0, ...legs) };
  }
  return { ...progress, lines: progress.lines.toSpliced(known, 1, ...legs) };
}

export function advance(progress: Progress, event: RehearsalEvent): Progress {
  switch (event.kind) {
    case "began":
      return {
        graph: event.graph,
        lines: event.graph.map(({ id, name }) => ({ leg: firstLeg(id), name, phase: "waiting", doing: "" })),
      };
    case "job-planned":
      return planned(progress, event);
    case "job-held":
      return change(progress, event.leg, { phase: "held", doing: `waits for its group ${event.group}` });
    case "gate":
      return change(progress, event.leg, { phase: "gated", doing: `waits for approval of ${event.environment}` });
    case "answer":
      return change(progress, event.leg, { doing: `${event.environment} ${event.answer}` });
    case "job-started":
      return change(progress, event.leg, { phase: "running", doing: "", since: event.at });
    case "step-started":
      return change(progress, event.leg, { doing: event.name });
    case "job-ended":
      return change(progress, event.leg, { phase: event.result, doing: event.why ?? event.url ?? "", until: event.at });
    default:
      return progress;
  }
}
