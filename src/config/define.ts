import { type Config, config, type Definition } from "./config.ts";
import { problemsOf } from "./problems.ts";

/** What is wrong with a configuration, all of it at once: a line for each mistake. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code = "config";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["config: tidegate.config.ts is not as it must be:", ...problems].join("\n  "));
    this.problems = problems;
  }
}

/**
 * The configuration of a repository, the default export of `tidegate.config.ts`:
 *
 * ```ts
 * export default defineConfig({
 *   repository: "acme/shop",
 *   app: "shop",
 *   services: { web: { path: "services/web", runtime: { node: "24" } } },
 *   registry: { host: "ghcr.io", namespace: "acme" },
 *   environments: {
 *     staging: { namespace: "shop-staging", overlay: "k8s/staging", smoke: "k8s/smoke.yml", kubeconfig: "KUBE_CONFIG" },
 *   },
 *   secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
 * });
 * ```
 */
export function defineConfig<
  const S extends string,
  const E extends string,
  const N extends string,
  const V extends string = never,
>(definition: Definition<S, E, N, V>): Config<S, E, N, V> {
  const problems = problemsOf(definition);
  if (problems.length > 0) throw new ConfigError(problems);
  return { branch: "main", runsOn: "ubuntu-24.04", ...definition, [config]: true };
}
