/** What a repository's settings must hold for its workflows to run, worked out from what uses it. */
import type { Config } from "./config.ts";
import type { Environment, Gate } from "./environment.ts";

/** One of GitHub's environments: what lets a run through, and which secrets it holds. */
export interface NeededEnvironment {
  readonly name: string;
  readonly gate: Gate;
  /** who started a run may approve it: only on the way back, where one may be alone at night */
  readonly selfReview: boolean;
  readonly secrets: readonly string[];
  /** what it is for, in words */
  readonly use: string;
}

const rows = ([name, made]: readonly [string, Environment]): readonly NeededEnvironment[] => {
  const gate = made.gate ?? "none";
  const back = made.rollback;
  return [
    { name, gate, selfReview: false, secrets: [made.kubeconfig], use: `deploys to ${name}` },
    ...(back === undefined || back === name
      ? []
      : [{ name: back, gate, selfReview: true, secrets: [made.kubeconfig], use: `goes back in ${name}` }]),
    ...(made.watch === undefined
      ? []
      : [
          {
            name: made.watch.environment,
            gate: "none" as const,
            selfReview: true,
            secrets: [made.watch.kubeconfig],
            use: `looks at ${name}`,
          },
        ]),
  ];
};

/** Every environment of GitHub's that the workflows name, each once. */
export function neededEnvironments({ environments }: Config): readonly NeededEnvironment[] {
  const byName = Map.groupBy(Object.entries(environments).flatMap(rows), ({ name }) => name);
  return [...byName].map(([name, same]) => ({
    name,
    gate: same.map(({ gate }) => gate).find((gate) => gate !== "none") ?? "none",
    selfReview: same.every(({ selfReview }) => selfReview),
    secrets: [...new Set(same.flatMap(({ secrets }) => secrets))],
    use: same.map(({ use }) => use).join(", "),
  }));
}

/** Secrets that stand in no environment: those of the repository or its organisation. */
export function repositorySecrets(config: Config): readonly string[] {
  const inEnvironments = new Set(neededEnvironments(config).flatMap(({ secrets }) => secrets));
  return Object.keys(config.secrets).filter((name) => !inEnvironments.has(name));
}
