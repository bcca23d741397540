/** An image by the digest under which its registry has it. */
export interface Image {
  readonly name: string;
  readonly digest: string;
}

/** `127.0.0.1:5000/tidegate/probe:1` → its name, and the digest that its registry has for the tag. */
export async function resolveImage(image: string, registry: string): Promise<Image> {
  const at = image.lastIndexOf(":");
  const [name, tag] = [image.slice(0, at), image.slice(at + 1)];
  const url = `http://${registry}/v2/${name.slice(name.indexOf("/") + 1)}/manifests/${tag}`;
  const accept = [
    // with an attestation beside it, an image is an index
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
  ].join(", ");
  const answer = await fetch(url, { method: "HEAD", headers: { accept } });
  const digest = answer.headers.get("docker-content-digest");
  if (digest === null) throw new Error(`expected ${url} to name its digest, it answered ${answer.status}`);
  return { name, digest };
}
