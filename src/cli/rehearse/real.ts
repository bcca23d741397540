import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as v from "valibot";
import { whyNotUsed } from "../../rehearse/safety/contexts.ts";
import { auditHosts } from "../../rehearse/world/advisories/answer.ts";
import type { Real } from "../../rehearse/world/real.ts";
import type { RealWorld } from "../../rehearse/world/world.ts";
import { UsageError } from "../io.ts";
import type { Configured } from "./from-config.ts";
import type { RehearseOptions } from "./options.ts";

const run = promisify(execFile);

const Kubeconfig = v.object({
  "current-context": v.string(),
  clusters: v.array(v.object({ cluster: v.object({ server: v.string() }) })),
});

/** Real advisories are only read; anything else that is real is changed by a rehearsal. */
export const touchesNothing = (real: Real): boolean => [...real].every((part) => part === "audit");

/** A network namespace has a loopback of its own: a real registry or cluster would be out of reach. */
export const leavesMachine = (real: Real): boolean => real.has("registry") || real.has("kubernetes");

/** What is real, with where it is; refused where it is not to be touched. */
export async function realWorld(
  { real, context }: Pick<RehearseOptions, "real" | "context">,
  config: Pick<Configured, "contexts">,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RealWorld & { readonly hosts: readonly string[] }> {
  const registry = env["REGISTRY"] ?? env["TIDEGATE_ENGINE_REGISTRY"];
  if (real.has("registry") && registry === undefined)
    throw new UsageError("--real registry: say which, with --var REGISTRY=HOST");
  const cluster = real.has("kubernetes") ? await realCluster(context, config.contexts, env) : undefined;
  return {
    parts: real,
    ...(real.has("registry") && registry !== undefined ? { registry } : {}),
    ...(cluster === undefined ? {} : { kubeconfig: cluster.kubeconfig }),
    hosts: [
      ...(cluster === undefined ? [] : [hostOf(cluster.server)]),
      ...(real.has("registry") && registry !== undefined ? [hostOf(`https://${registry}`)] : []),
      ...(real.has("audit") ? auditHosts.map((host) => `${host}:443`) : []),
    ],
  };
}

const hostOf = (url: string): string => {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 443}`;
};

async function realCluster(
  named: string | undefined,
  allowed: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly kubeconfig: string; readonly server: string }> {
  const [name] = named?.split("=") ?? [];
  const args = [
    "config",
    "view",
    "--minify",
    "--flatten",
    "--raw",
    "--output=json",
    ...(name ? [`--context=${name}`] : []),
  ];
  const { stdout } = await run("kubectl", args, { env: { ...env } }).catch((cause: Error) => {
    throw new UsageError(`--real kubernetes: ${cause.message.trim().split("\n").at(-1)}`);
  });
  const kubeconfig: unknown = JSON.parse(stdout);
  const { "current-context": current, clusters } = v.parse(Kubeconfig, kubeconfig);
  const server = clusters[0]?.cluster.server ?? "";
  const refusal = whyNotUsed({ context: name ?? current, server }, allowed, named);
  if (refusal !== undefined) throw new UsageError(refusal);
  // in one line: as a secret, each of its lines is masked, and where a lone brace is masked no JSON is let out of a job
  return { kubeconfig: JSON.stringify(kubeconfig), server };
}
