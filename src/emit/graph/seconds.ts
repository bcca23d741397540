import { isExpression } from "../../expr/expression.ts";
import { render } from "../../expr/render.ts";
import type { StepModel } from "../../workflow/step.ts";
import { flat } from "../step.ts";

/** What it costs to find a runner and to start it, before the first step: 8 to 10 seconds on GitHub's own. */
const start = 9;

/** About how long an action takes when all is well, on a small service. Estimates, to see where a chain's time goes. */
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

/** A step that waits for a failure costs nothing when all is well. */
const onlyAfterFailure = ({ if: condition }: StepModel) =>
  isExpression(condition) && /\b(failure|cancelled)\(\)/.test(String(render(condition)));

function ofStep(step: StepModel): number {
  if (onlyAfterFailure(step)) return 0;
  const { what } = step;
  if (what.kind === "run") return anyScript;
  if (what.kind !== "uses") return 0;
  if (what.inputs["mode"] === "promote") return promotion;
  return byAction[what.uses.split("/").at(-1) ?? ""] ?? anyAction;
}

/** About how long a job takes from being ready to run to its end. */
export const secondsOf = (steps: readonly StepModel[]): number =>
  flat(steps).reduce((sum, step) => sum + ofStep(step), start);
