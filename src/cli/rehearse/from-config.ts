import type { Bootstrap, Config, Rehearsal } from "../../config/index.ts";

/** What a repository's configuration says of its rehearsals; nothing of it is needed. */
export interface Configured {
  readonly variables: Readonly<Record<string, string>>;
  readonly bootstrap: readonly Bootstrap[];
  /** environments with required reviewers */
  readonly gates: readonly string[];
  /** secrets that hold a deployer's kubeconfig */
  readonly kubeconfigSecrets: readonly string[];
  /** real clusters that may be used */
  readonly contexts: readonly string[];
  readonly images: Pick<Rehearsal, "standIns" | "containers">;
}

export function fromConfig(config: Config | undefined): Configured {
  const environments = Object.entries(config?.environments ?? {});
  const { standIns, containers } = config?.rehearse ?? {};
  return {
    variables: Object.fromEntries(
      Object.entries(config?.rehearse?.variables ?? {}).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    bootstrap: config?.rehearse?.bootstrap ?? [],
    gates: environments.flatMap(([name, { gate, rollback }]) =>
      gate === "approval" ? [name, ...(rollback === undefined ? [] : [rollback])] : [],
    ),
    kubeconfigSecrets: environments.flatMap(([, { kubeconfig, watch }]) => [
      kubeconfig,
      ...(watch ? [watch.kubeconfig] : []),
    ]),
    contexts: config?.rehearse?.contexts ?? [],
    images: { ...(standIns ? { standIns } : {}), ...(containers ? { containers } : {}) },
  };
}
