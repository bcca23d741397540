import { dockerLogin } from "../bindings/actions/index.ts";
import type { Config } from "../config/index.ts";
import { github } from "../expr/contexts.ts";
import type { StepFunction } from "../workflow/step.ts";
import { login } from "./image.ts";
import { registryHost } from "./service.ts";

/** Smoke proves which image answers, by the registry's own word; a private one wants to know who asks. */
export function signIn(step: StepFunction, config: Config, { optional = false } = {}): void {
  const account = login(config);
  step(
    dockerLogin({
      registry: registryHost(config),
      username: account?.username ?? github.actor,
      password: account?.password ?? github.token,
    }),
    {
      permissions: { packages: ["read", "compares the images that answer with the registry's"] },
      continueOnError: optional ? true : undefined,
    },
  );
}
