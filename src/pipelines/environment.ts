import type { Config, Environment } from "../config/index.ts";
import { secret } from "../expr/contexts.ts";

/** An environment with its name, as the configuration has it. */
export interface NamedEnvironment extends Environment {
  readonly name: string;
}

/** The same for every step that reaches the cluster: which release, and by which kubeconfig. */
export const releaseIn = ({ app }: Config, environment: NamedEnvironment) => ({
  app,
  environment: environment.name,
  namespace: environment.namespace,
  kubeconfig: secret(environment.kubeconfig),
});
