/** What an administrator applies to the cluster once, for all environments of tidegate.config.ts. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Config } from "../../config/index.ts";
import type { Kind } from "../../release/access/role.ts";
import { accessYaml } from "../../release/access/text.ts";
import { ReleaseError } from "../../release/error.ts";
import { kubectlRunner, type RunKubectl } from "../../release/kube/kubectl.ts";
import { readManifests, render } from "../../release/render/render.ts";
import { readConfig } from "../config.ts";
import { type ExitCode, type Io, UsageError } from "../io.ts";

const header = `# What deploys need, for an administrator to apply once, and again when the manifests hold a new kind:
#   npx tidegate doctor --manifest | kubectl apply -f -
# A deployer cannot change any of it.
`;

/** Of these a deploy gets no rights: with them it could widen its own, or reach out of its namespace. */
const administrators: ReadonlySet<string> = new Set([
  ...["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "ServiceAccount"],
  ...["Namespace", "Node", "PersistentVolume", "StorageClass", "PriorityClass", "IngressClass", "RuntimeClass"],
  ...["CustomResourceDefinition", "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
  ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
]);

const leftOut = (kinds: readonly Kind[]): string => {
  const names = kinds.map(({ kind }) => kind).filter((kind) => administrators.has(kind));
  return names.length === 0
    ? ""
    : `# No rights over ${[...new Set(names)].join(", ")}, which the overlays hold: apply those by hand, and take them out.\n`;
};

/** Every kind that a deploy may write: what the overlays render to, and the Jobs that run before. */
async function kindsOf(config: Config, root: string, kubectl: RunKubectl): Promise<readonly Kind[]> {
  const places = Object.values(config.environments);
  const rendered = await Promise.all(
    [...new Set(places.map(({ overlay }) => overlay))].map((overlay) => render(join(root, overlay), [], kubectl)),
  );
  const problems = rendered.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) throw new UsageError(problems.join("; "));
  const backups = [...new Set(places.flatMap(({ backup }) => backup ?? []))];
  const jobs = await Promise.all(
    backups.map(async (path) => readManifests(await readFile(join(root, path), "utf8"), kubectl)),
  );
  const objects = [...rendered.flatMap((one) => (one.ok ? one.objects : [])), ...jobs.flat()];
  const kinds = objects.map(({ apiVersion, kind }) => ({ apiVersion, kind }));
  return [...new Map(kinds.map((one) => [`${one.apiVersion} ${one.kind}`, one])).values()];
}

export const bootstrapYaml = ({ app, environments }: Config, kinds: readonly Kind[]): string => {
  const places = Object.entries(environments);
  const namespaces = [...new Set(places.map(([, { namespace }]) => namespace))].map((name) =>
    stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name } }),
  );
  const releases = places.map(([environment, { namespace, watch }]) => ({
    app,
    environment,
    namespaces: [namespace],
    watched: watch !== undefined,
  }));
  const own = kinds.filter(({ kind }) => !administrators.has(kind));
  return header + leftOut(kinds) + [...namespaces, accessYaml(releases, own)].join("---\n");
};

export async function printManifest(kubectl: string, io: Io): Promise<ExitCode> {
  const config = await readConfig(io.cwd);
  if (config === undefined) throw new UsageError("there is no tidegate.config.ts here, which names the environments");
  const run = kubectlRunner(kubectl, io.env, new AbortController().signal);
  try {
    io.out(bootstrapYaml(config, await kindsOf(config, io.cwd, run)).trimEnd());
    return 0;
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    throw new UsageError(error.message);
  }
}
