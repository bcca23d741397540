import type { Text } from "../expression/expression.ts";
import type { Condition } from "../expression/text.ts";
import type { Located, Span } from "../source.ts";
import type { Env } from "./model.ts";
import type { Value } from "./value.ts";

export type Step = RunStep | UsesStep | WaitStep | WaitAllStep | CancelStep | ParallelStep;

interface StepCommon {
  readonly at: Span;
  readonly id?: Located<string> | undefined;
  readonly name?: Text | undefined;
  readonly continueOnError?: Value<boolean> | undefined;
}

interface WorkStep extends StepCommon {
  readonly if?: Condition | undefined;
  readonly env?: Env | undefined;
  readonly timeoutMinutes?: Value<number> | undefined;
  readonly background?: Located<boolean> | undefined;
}

export interface RunStep extends WorkStep {
  readonly kind: "run";
  readonly run: Text;
  readonly shell?: Text | undefined;
  readonly workingDirectory?: Text | undefined;
}

export interface UsesStep extends WorkStep {
  readonly kind: "uses";
  readonly uses: Located<string>;
  readonly with?: Env | undefined;
}

/** Waits for background steps that were started above. */
export interface WaitStep extends StepCommon {
  readonly kind: "wait";
  readonly targets: readonly Located<string>[];
}

export interface WaitAllStep extends StepCommon {
  readonly kind: "wait-all";
}

export interface CancelStep extends StepCommon {
  readonly kind: "cancel";
  readonly target: Located<string>;
}

/** Steps that run side by side, with a wait for all of them at the end. Their ids are known only inside. */
export interface ParallelStep {
  readonly kind: "parallel";
  readonly at: Span;
  readonly steps: readonly Step[];
}

export function isWork(step: Step): step is RunStep | UsesStep {
  return step.kind === "run" || step.kind === "uses";
}

/** All the steps that do something, those inside `parallel` too. */
export function workSteps(steps: readonly Step[]): readonly (RunStep | UsesStep)[] {
  return steps.flatMap((step) => (step.kind === "parallel" ? workSteps(step.steps) : isWork(step) ? [step] : []));
}
