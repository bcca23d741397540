import * as v from "valibot";

const Catalog = v.object({ repositories: v.array(v.string()) });

type Env = Readonly<Record<string, string | undefined>>;

/** Whether the image with this digest is the service's that is to have a finding: asked of the registry that has it by name. */
export async function findingIn(digest: string | undefined, registry: string, env: Env): Promise<boolean> {
  const service = env["TIDEGATE_REHEARSAL_FINDING"];
  if (service === undefined) return false;
  // an image that was not pushed has no name yet: then the job that scans it tells
  if (env["GITHUB_JOB"]?.split(/[/_#]/).some((part) => part === service || part.endsWith(`-${service}`))) return true;
  if (digest === undefined || registry === "") return false;
  const { repositories } = v.parse(Catalog, await (await fetch(`http://${registry}/v2/_catalog`)).json());
  const asked = repositories
    .filter((name) => name.split("/").at(-1) === service)
    .map((name) => fetch(`http://${registry}/v2/${name}/manifests/${digest}`, { method: "HEAD" }));
  return (await Promise.all(asked)).some(({ ok }) => ok);
}
