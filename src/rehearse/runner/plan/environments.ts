import type { Plan } from "../../../simulate/plan/plan.ts";

/** The environments that workflows and those they call name; nothing where one of them is only known when it runs. */
export function environmentsOf(plans: readonly Plan[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const job of plans.flatMap((plan) => plan.jobs)) {
    const more = job.kind === "call" ? environmentsOf([job.called]) : job.environment ? [job.environment.name] : [];
    if (more === undefined || more.some((name) => name.includes("${{"))) return undefined;
    for (const name of more) names.add(name);
  }
  return [...names];
}
