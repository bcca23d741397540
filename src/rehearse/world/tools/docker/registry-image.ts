import * as v from "valibot";
import { parseReference } from "../../images/push.ts";
import { rehearsed } from "./registries.ts";

const accept = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

async function fetchManifest(
  reference: string,
  registry: string,
): Promise<{ digest: string; type: string; text: string }> {
  const at = rehearsed(reference, registry);
  const response = await fetch(`http://${at.registry}/v2/${at.name}/manifests/${at.digest ?? at.tag ?? "latest"}`, {
    headers: { accept },
  });
  if (!response.ok) throw new Error(`${reference}: not found (${response.status})`);
  return {
    digest: response.headers.get("docker-content-digest") ?? "",
    type: response.headers.get("content-type") ?? "",
    text: await response.text(),
  };
}

/** What `{{json .Image}}` gives of an image for one platform: its configuration, history included. */
async function configOf(reference: string, manifest: string, registry: string): Promise<string> {
  const { config } = v.parse(v.object({ config: v.object({ digest: v.string() }) }), JSON.parse(manifest));
  const at = rehearsed(reference, registry);
  return (await fetch(`http://${at.registry}/v2/${at.name}/blobs/${config.digest}`)).text();
}

/** `docker buildx imagetools inspect` */
export async function inspectImage(
  reference: string,
  registry: string,
  raw: boolean,
  format: string | undefined,
): Promise<string> {
  const { digest, type, text } = await fetchManifest(reference, registry);
  if (raw) return text;
  if (format?.includes(".Manifest.Digest")) return `${digest}\n`;
  if (format?.includes(".Image")) return `${await configOf(reference, text, registry)}\n`;
  if (format !== undefined) return `${JSON.stringify({ mediaType: type, digest, size: Buffer.byteLength(text) })}\n`;
  return `Name:      ${reference}\nMediaType: ${type}\nDigest:    ${digest}\n`;
}

/** `docker buildx imagetools create -t TAG IMAGE`: the same content under another tag. */
export async function copyImage(from: string, tags: readonly string[], registry: string): Promise<void> {
  const { type, text } = await fetchManifest(from, registry);
  const source = rehearsed(from, registry);
  for (const tag of tags) {
    const to = rehearsed(tag, registry);
    if (to.name !== source.name)
      throw new Error(`${tag}: copying between repositories is not rehearsed (${parseReference(from).name})`);
    const response = await fetch(`http://${to.registry}/v2/${to.name}/manifests/${to.tag ?? "latest"}`, {
      method: "PUT",
      headers: { "content-type": type },
      body: text,
    });
    if (!response.ok) throw new Error(`${tag}: ${response.status} ${await response.text()}`);
  }
}
