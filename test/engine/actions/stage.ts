import type { Scenario } from "../../../src/action/testing/index.ts";
import { clients } from "../clients.ts";
import { environmentFor } from "../connect.ts";

export const on = clients();
const { PATH: _, KUBECONFIG: _kubeconfig, ...engineEnv } = environmentFor(on.engine);

export const commit = "0123456789abcdef0123456789abcdef01234567";
export const token = "ghs_0123456789abcdef";

/** One repository for each test file, so that none sees another's tags. */
export const repository = (name: string): string => `${on.engine.registry}/actions-test/${name}-${process.pid}`;

/** An action on the engine: the real docker, and nothing else of this machine on its PATH. */
export const onEngine = (
  bundle: string,
  inputs: Readonly<Record<string, string>>,
  over: Partial<Scenario> = {},
): Scenario => ({
  bundle,
  inputs: { token, ...inputs },
  real: ["docker"],
  env: engineEnv,
  patience: 170_000,
  ...over,
});

const registryPath = (image: string, path: string) => {
  const [, ...rest] = image.split("/");
  return `http://${on.engine.registry}/v2/${rest.join("/")}/${path}`;
};

const accept = ["index.v1", "manifest.v1"].map((kind) => `application/vnd.oci.image.${kind}+json`).join(", ");

/** What the registry itself says a tag or digest is. */
export async function inRegistry(
  image: string,
  reference: string,
): Promise<{ readonly digest: string; readonly text: string; readonly status: number }> {
  const answer = await fetch(registryPath(image, `manifests/${reference}`), { headers: { accept } });
  return {
    digest: answer.headers.get("docker-content-digest") ?? "",
    text: await answer.text(),
    status: answer.status,
  };
}

export async function blobOf(image: string, digest: string): Promise<Buffer> {
  const answer = await fetch(registryPath(image, `blobs/${digest}`));
  return Buffer.from(await answer.arrayBuffer());
}
