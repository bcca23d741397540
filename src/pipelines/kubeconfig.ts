import type { Expr } from "../expr/expression.ts";
import { sh } from "../workflow/script.ts";
import type { StepFunction } from "../workflow/step.ts";

/** GitHub gives an empty text for a secret that is not there, and kubectl would look for a cluster on the runner itself. */
export function kubeconfigThere(step: StepFunction, name: string, kubeconfig: Expr<string, "secrets">): void {
  const sentence = `::error::the secret ${name} is empty: store it in this job's environment, not in the repository, under this very name`;
  const check = sh`
    if [ -z ${kubeconfig} ]; then
      echo ${sentence}
      exit 1
    fi
  `;
  step(check, { name: `${name} is there`, permissions: {} });
}
