import type { Annotation } from "../runner/commands/step-output.ts";

/**
 * Everything that happens in a rehearsal, in order. The terminal, the plain lines, `--json`, `events.jsonl` and the report are
 * made from these and from nothing else; whatever one of them needs belongs here.
 *
 * `at` counts milliseconds since the rehearsal began. `leg` names one run of a job: `test#0`, and `call#0/test#1` for a job of a
 * workflow that the job `call` calls. Every text has passed the masker.
 */
export type RehearsalEvent =
  | Began
  | PartTold
  | NoteTold
  | JobPlanned
  | JobHeld
  | Gate
  | Answered
  | JobStarted
  | StepStarted
  | StoodIn
  | LineTold
  | Annotated
  | StepEnded
  | Released
  | JobEnded
  | Ended;

export type Tell = (event: RehearsalEvent) => void;

/** the first event; `format` rises when a reader of an older one could no longer read the events */
export interface Began {
  readonly kind: "began";
  readonly format: 1;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly repository: string;
  readonly workflow: { readonly name: string; readonly path: string };
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly graph: readonly GraphJob[];
}

/** A job as it is written, before anything is known of its legs. */
export interface GraphJob {
  /** `deploy`, or `call/deploy` in a called workflow */
  readonly id: string;
  readonly name: string;
  /** ids in the same form */
  readonly needs: readonly string[];
  /** the workflow it calls */
  readonly calls?: string;
  readonly environment?: string;
}

/** What was real and what a stand-in: `network` closed by a namespace, `registry` a stand-in on loopback. */
export interface PartTold {
  readonly kind: "part";
  readonly part: string;
  readonly how: "real" | "stand-in";
  readonly what: string;
}

/** Something to know of the rehearsal itself: a RUN line that was not run, a value that was rewritten, a request answered 501. */
export interface NoteTold {
  readonly kind: "note";
  readonly about: string;
  readonly text: string;
  readonly at: number;
}

/** a job's `if` held and its matrix is known; one whose `if` did not hold has only its `job-ended` */
export interface JobPlanned {
  readonly kind: "job-planned";
  readonly job: string;
  readonly legs: readonly {
    readonly leg: string;
    readonly name: string;
    readonly environment?: string;
    /** somebody's word is needed first */
    readonly gated: boolean;
  }[];
  readonly at: number;
}

/** it waits for its concurrency group */
export interface JobHeld {
  readonly kind: "job-held";
  readonly leg: string;
  readonly group: string;
  readonly at: number;
}

/** somebody's word is needed; with all that an approver is shown */
export interface Gate extends Review {
  readonly kind: "gate";
  readonly leg: string;
  readonly at: number;
}

export interface Review {
  readonly environment: string;
  /** the job's name */
  readonly job: string;
  /** what flowed in from the jobs it needs: job → output → value */
  readonly deploys: Flow;
  /** Markdown that the jobs it descends from wrote; a deploy to staging says there what production would change */
  readonly summaries: readonly { readonly job: string; readonly text: string }[];
}

export interface Answered {
  readonly kind: "answer";
  readonly leg: string;
  readonly environment: string;
  /** `waiting`: there was nobody to ask */
  readonly answer: "approved" | "rejected" | "waiting";
  /** `only-stand-ins`: granted unasked, for nothing real was touched */
  readonly by: "terminal" | "option" | "only-stand-ins" | "nobody";
  readonly at: number;
}

/** job → output → value */
export type Flow = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface JobStarted {
  readonly kind: "job-started";
  readonly leg: string;
  readonly name: string;
  /** what flowed in */
  readonly needs: Flow;
  readonly at: number;
}

export interface StepStarted {
  readonly kind: "step-started";
  readonly leg: string;
  /** its id; `outer/inner` in a composite action */
  readonly step: string;
  readonly name: string;
  /** the action, where it is one */
  readonly uses?: string;
  /** the script, where it is one, as it is written */
  readonly command?: string;
  readonly at: number;
}

/** an action that the rehearsal does itself, and what it does instead */
export interface StoodIn {
  readonly kind: "stood-in";
  readonly leg: string;
  readonly step: string;
  readonly uses: string;
  readonly instead: string;
}

export interface LineTold {
  readonly kind: "line";
  readonly leg: string;
  /** empty: said by the runner about the job itself */
  readonly step: string;
  readonly text: string;
  readonly look?: "group" | "group-end" | "debug" | "problem";
}

export interface Annotated {
  readonly kind: "annotation";
  readonly leg: string;
  readonly step: string;
  readonly annotation: Annotation;
}

/** also of a step whose `if` did not hold: then `skipped`, without a `step-started` */
export interface StepEnded {
  readonly kind: "step-ended";
  readonly leg: string;
  readonly step: string;
  readonly name: string;
  readonly outcome: "success" | "failure" | "cancelled" | "skipped";
  /** after `continue-on-error` */
  readonly conclusion: "success" | "failure" | "cancelled" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown */
  readonly summary: string;
  /** the action's input of that name: a job that goes back may stand in another environment, for its reviewers */
  readonly environment?: string;
  readonly at: number;
}

/** A step deployed something, took it back, or said that it would: read from its outputs `status`, `release`, `images`, … */
export interface Released {
  readonly kind: "released";
  readonly leg: string;
  readonly step: string;
  readonly environment: string;
  /** `live`, `failed`, `rolled-back`, …; `unchanged` where a rollback found nothing to do, or only said what it would */
  readonly status: string;
  readonly release: string;
  readonly previous: string;
  /** the earlier release that runs again, or would */
  readonly backTo?: string;
  readonly cause: string;
  /** `before` is what this rehearsal last saw live in that environment */
  readonly images: readonly { readonly name: string; readonly digest: string; readonly before: string }[];
  readonly changed: number;
  /** Markdown: the plan with its diff */
  readonly diff: string;
  readonly at: number;
}

export interface JobEnded {
  readonly kind: "job-ended";
  readonly leg: string;
  readonly name: string;
  readonly result: "success" | "failure" | "cancelled" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  /** why it did not run, or did not run to its end */
  readonly why?: string;
  /** the environment's address */
  readonly url?: string;
  /** taken from the rehearsal before: nothing ran */
  readonly kept?: boolean;
  readonly at: number;
}

/** the last event; missing where the rehearsal was killed */
export interface Ended {
  readonly kind: "ended";
  readonly result: "success" | "failure" | "cancelled" | "waiting";
  readonly at: number;
}
