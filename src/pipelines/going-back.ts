import { checkout } from "../bindings/actions/index.ts";
import type { Environment } from "../config/index.ts";
import { github, secret } from "../expr/contexts.ts";
import type { Expr } from "../expr/expression.ts";
import { choose, orElse } from "../expr/functions.ts";
import { eq, not } from "../expr/operators.ts";
import type { JobIf } from "../expr/positions.gen.ts";
import { always } from "../expr/status.ts";
import { text } from "../expr/text.ts";
import { job } from "../workflow/job.ts";
import type { AnyJob } from "../workflow/job-model.ts";
import { type NamedEnvironment, releaseIn } from "./environment.ts";
import { kubeconfigThere } from "./kubeconfig.ts";
import { notify } from "./notify.ts";
import type { PipelineContext } from "./pipeline-context.ts";
import { signIn } from "./sign-in.ts";

/** What a person chooses who goes back to an earlier release by hand. */
export interface GoBackOptions {
  readonly if?: JobIf<boolean | null> | undefined;
  /** `previous`, or a release's id */
  readonly to: Expr<string, "inputs">;
  readonly reason: Expr<string, "inputs">;
  readonly dryRun: Expr<boolean, "inputs">;
}

/** Where one may look without an approval: GitHub's environment, and the secret in it. */
function lookingFrom(environment: NamedEnvironment): Environment["watch"] {
  const { name, gate = "none", kubeconfig, watch } = environment;
  return watch ?? (gate === "none" ? { environment: name, kubeconfig } : undefined);
}

/** What one could go back to, in the summary before anybody approves; nothing where nobody may look without an approval. */
export function candidates(
  { config, actions }: PipelineContext,
  environment: NamedEnvironment,
  condition: JobIf<boolean | null> | undefined,
): readonly AnyJob[] {
  const looking = lookingFrom(environment);
  if (looking === undefined) return [];
  return [
    job(`candidates-${environment.name}`, {
      name: `What ${environment.name} can go back to`,
      if: condition,
      runsOn: config.runsOn,
      timeoutMinutes: 10,
      // the environment's secret, without a deployment that never was
      environment: { name: looking.environment, deployment: false },
      steps: ({ step }) => {
        const where = { ...releaseIn(config, environment), kubeconfig: secret(looking.kubeconfig) };
        kubeconfigThere(step, looking.kubeconfig, where.kubeconfig);
        step(actions.rollback({ ...where, list: true }), { name: "List releases" });
      },
    }),
  ];
}

/** Back to a release on record. Waits for nothing but its approval: neither for the list above nor for GitHub's API. */
export function goBack(
  context: PipelineContext,
  environment: NamedEnvironment,
  { if: condition, to, reason, dryRun }: GoBackOptions,
): AnyJob {
  const { config, actions } = context;
  const { name, smoke, rollback = name } = environment;
  return job(`rollback-${name}`, {
    name: `Roll back ${name}`,
    if: condition,
    runsOn: config.runsOn,
    timeoutMinutes: 45,
    // what GitHub keeps as a deployment went back indeed, and never stands among the deploys that a preview compares with
    environment: { name: rollback, deployment: rollback === name ? false : not(dryRun) },
    steps: ({ step }) => {
      kubeconfigThere(step, environment.kubeconfig, secret(environment.kubeconfig));
      step(checkout({ persistCredentials: false }));
      signIn(step, config, { optional: true });
      const back = step(
        actions.rollback({ ...releaseIn(config, environment), undo: "live", to, reason, dryRun, smoke }),
        {
          id: "rollback",
          name: `Roll back ${name}`,
        },
      );
      notify(step, context, {
        occasion: choose({ when: eq(back.outcome, "success"), use: "rolled-back" }, "failed"),
        text: text`${config.app} ${name}: ${orElse(back.outputs.result, "not gone back")} by ${github.actor}, because: ${reason}`,
        if: [always(), not(dryRun)],
      });
    },
  });
}
