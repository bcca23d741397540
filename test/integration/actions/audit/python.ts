import { join } from "node:path";
import type { Scenario, Stage } from "../../../../src/action/testing/index.ts";
import { python } from "../python/interpreter.ts";
import { audit } from "./world.ts";

const root = join(import.meta.dirname, "../../../..");

/** How this machine reaches PyPI. */
const network = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && /^(PIP_|SSL_CERT|REQUESTS_CA|https?_proxy|no_proxy)/i.test(name) ? [[name, value]] : [],
  ),
);

/** The real pip-audit and bandit, installed as the action does it, once for all tests of this machine. */
export async function withPython(
  scenario: Omit<Scenario, "bundle" | "env">,
  env: (stage: Stage) => Record<string, string> = () => ({}),
): Promise<Scenario> {
  const { inputs = {} } = scenario;
  return {
    ...scenario,
    bundle: await audit(),
    inputs: (stage) => ({ python, ...(typeof inputs === "function" ? inputs(stage) : inputs) }),
    env: (stage) => ({
      ...network,
      RUNNER_TOOL_CACHE: join(root, "node_modules/.cache/tidegate/tools"),
      ...env(stage),
    }),
    patience: 110_000,
    volatile: [
      [/::group::Install[\s\S]*?::endgroup::\n/, ""],
      [/WARNING:pip_audit[^\n]*\n/g, ""],
      [/https:\/\/bandit\.readthedocs\.io\/en\/[\d.]+/g, "https://bandit.readthedocs.io/en/VERSION"],
    ],
  };
}
