import type { Annotation } from "../runner/commands/step-output.ts";
import type { Answered, Began, Flow, Gate, JobEnded, NoteTold, PartTold, Released, StepEnded } from "../story/event.ts";

export type Result = JobEnded["result"];

/** What a step said, or the part of it that fits on a page. */
export interface ReportLog {
  readonly first: readonly LogLine[];
  /** lines between `first` and `last` that the page leaves out */
  readonly omitted: number;
  readonly last: readonly LogLine[];
}

export interface LogLine {
  readonly text: string;
  readonly look?: "group" | "group-end" | "debug" | "problem";
}

export interface ReportStep {
  readonly id: string;
  readonly name: string;
  readonly uses?: string;
  readonly command?: string;
  /** what the rehearsal did in the action's place */
  readonly instead?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** `running`: the rehearsal was killed during this step */
  readonly outcome: StepEnded["outcome"] | "running";
  /** it failed, and the job went on */
  readonly forgiven: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly log: ReportLog;
}

/** One run of a job. */
export interface ReportLeg {
  readonly leg: string;
  /** the job's id in the graph */
  readonly job: string;
  readonly name: string;
  readonly environment?: string;
  readonly heldBy?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly result: Result | "waiting" | "running";
  readonly why?: string;
  readonly url?: string;
  readonly kept: boolean;
  readonly needs: Flow;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly ReportStep[];
  /** what the runner said about the job itself */
  readonly log: ReportLog;
}

export interface ReportGate {
  readonly gate: Gate;
  readonly answer?: Answered;
}

/** All that a page tells of a rehearsal. */
export interface Report {
  readonly began: Began;
  readonly parts: readonly PartTold[];
  readonly notes: readonly NoteTold[];
  readonly legs: readonly ReportLeg[];
  readonly gates: readonly ReportGate[];
  readonly releases: readonly Released[];
  /** `killed`: the events end without an end */
  readonly result: "success" | "failure" | "cancelled" | "waiting" | "killed";
  readonly endedAt: number;
  /** the same sentence as the terminal's last line */
  readonly inShort: string;
}
