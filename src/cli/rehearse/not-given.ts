import { usualKubeconfigs } from "../../rehearse/carry.ts";
import type { Settings } from "../../rehearse/runner/run/request.ts";
import type { Plan } from "../../simulate/plan/plan.ts";

type Kind = "secrets" | "vars";

/** What expressions read of one context; of a called workflow's secrets only those that it inherits. */
function namesRead(plan: Plan, kind: Kind): readonly string[] {
  const reader = new RegExp(`\\b${kind}(?:\\.|\\[')([a-z_]\\w*)`, "gi");
  const jobs = plan.jobs.map((job) => (job.kind === "call" ? { ...job, called: undefined } : job));
  // a condition needs no braces
  const text = JSON.stringify({ ...plan, jobs }, (key, value: unknown) => (key === "if" ? `\${{ ${value} }}` : value));
  const own = [...text.matchAll(/\$\{\{(.*?)\}\}/g)].flatMap(([, inside = ""]) =>
    [...inside.matchAll(reader)].flatMap(([, name = ""]) => name.toUpperCase()),
  );
  const inner = plan.jobs.flatMap((job) =>
    job.kind === "call" && (kind === "vars" || job.secrets === "inherit") ? namesRead(job.called, kind) : [],
  );
  return [...own, ...inner];
}

interface Given {
  readonly vars: Settings;
  readonly secrets: Settings;
  /** besides the usual ones, those that get the rehearsal's own cluster */
  readonly kubeconfigSecrets: readonly string[];
}

/** On GitHub these have values; here they are empty, and what fails for that is not the workflow's fault. */
export function notGiven(plans: readonly Plan[], { vars, secrets, kubeconfigSecrets }: Given): string | undefined {
  const missing = (kind: Kind, { repository, environments }: Settings, made: readonly string[]) => {
    const have = [repository, ...Object.values(environments)].flatMap((values) => Object.keys(values));
    const known = new Set([...made, ...have].map((name) => name.toUpperCase()));
    return [...new Set(plans.flatMap((plan) => namesRead(plan, kind)))].filter((name) => !known.has(name));
  };
  const ofSecrets = missing("secrets", secrets, ["GITHUB_TOKEN", ...usualKubeconfigs, ...kubeconfigSecrets]);
  const ofVars = missing("vars", vars, ["REGISTRY"]);
  const parts = [
    ...(ofSecrets.length > 0 ? [`secrets: ${ofSecrets.join(", ")} (--secret NAME=VALUE)`] : []),
    ...(ofVars.length > 0 ? [`variables: ${ofVars.join(", ")} (--var NAME=VALUE)`] : []),
  ];
  return parts.length === 0 ? undefined : `read, not given, and so empty here: ${parts.join("; ")}`;
}
