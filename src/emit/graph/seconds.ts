import { isExpression } from "../../expr/expression.ts";
import { render } from "../../expr/render.ts";
import type { StepModel } from "../../workflow/step.ts";
import { flat } from "../step.ts";

/** What it costs to find a runner and to start it, before the first step: 8 to 10 seconds on GitHub's own. */
const start = 9;

/** About how long an action takes when all is well, on a small service: guessed, not measured, to see where a chain's time goes. */
const byAction: Readonly<Record<string, number>> = {
  checkout: 2,
  "setup-node": 5,
  "setup-python": 5,
  "login-action": 1,
  "setup-buildx-action": 5,
  "upload-artifact": 3,
  "download-artifact": 3,
  test: 60,
  audit: 10,
  "build-push": 60,
  "trivy-scan": 30,
  "kustomize-deploy": 60,
  "smoke-test": 15,
  "semver-tag": 5,
};
const anyAction = 10;
const anyScript = 2;
/** Copies a digest's name and moves no layer. */
const promotion = 3;

/** What a step's time is estimated from. */
export interface TimedStep {
  readonly kind: "run" | "uses" | "other";
  /** of an action: `owner/name@ref`, `$/actions/test` */
  readonly uses?: string;
  readonly promotes: boolean;
  /** a step that waits for a failure costs nothing when all is well */
  readonly onlyAfterFailure: boolean;
}

export const waitsForFailure = (condition: string): boolean => /\b(failure|cancelled)\(\)/.test(condition);

function timed({ if: condition, what }: StepModel): TimedStep {
  return {
    kind: what.kind === "run" || what.kind === "uses" ? what.kind : "other",
    ...(what.kind === "uses" ? { uses: what.uses } : {}),
    promotes: what.kind === "uses" && what.inputs["mode"] === "promote",
    onlyAfterFailure: isExpression(condition) && waitsForFailure(String(render(condition))),
  };
}

function ofStep({ kind, uses = "", promotes, onlyAfterFailure }: TimedStep): number {
  if (onlyAfterFailure || kind === "other") return 0;
  if (kind === "run") return anyScript;
  if (promotes) return promotion;
  return byAction[uses.replace(/@.*$/, "").split("/").at(-1) ?? ""] ?? anyAction;
}

/** About how long a job takes from being ready to run to its end. */
export const secondsOfSteps = (steps: readonly TimedStep[]): number =>
  steps.reduce((sum, step) => sum + ofStep(step), start);

export const secondsOf = (steps: readonly StepModel[]): number => secondsOfSteps(flat(steps).map(timed));
