/** A cluster that somebody's kubeconfig names. */
export interface NamedCluster {
  readonly context: string;
  /** the API server's URL */
  readonly server: string;
}

/** Clusters that are made to be thrown away, by the names that their makers give them. */
const usual = ["kind-*", "k3d-*", "minikube", "docker-desktop", "tidegate-engine"];

const fits = (pattern: string, name: string): boolean =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  ).test(name);

/**
 * Whether a rehearsal may deploy to a real cluster: one of the usual local ones, one that the repository's configuration
 * names, or one that was named together with its server, so that nobody reaches production by the wrong current context.
 */
export function whyNotUsed(
  cluster: NamedCluster,
  allowed: readonly string[],
  named: string | undefined,
): string | undefined {
  if ([...usual, ...allowed].some((pattern) => fits(pattern, cluster.context))) return undefined;
  if (named === `${cluster.context}=${cluster.server}`) return undefined;
  return `the context ${cluster.context} (${cluster.server}) is none that a rehearsal uses by itself: name it with its server, --context ${cluster.context}=URL, or list it in rehearse.contexts of tidegate.config.ts`;
}
