import { parseImage, type WantedImage } from "../bundle/images.ts";

/**
 * The wrapping overlay: one resource, the user's own overlay, and the digests. The user's files are never edited
 * (kustomize's own `edit` reformats them and loses comments).
 */
export function wrapOverlay(resources: readonly string[], images: readonly WantedImage[]): string {
  const kustomization = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources,
    images: images.map(({ name, newName, digest }) => ({
      name,
      ...(newName === undefined ? {} : { newName }),
      digest,
    })),
  };
  // JSON is YAML
  return `${JSON.stringify(kustomization, null, 2)}\n`;
}

/**
 * A remote base changes under one's feet unless a commit is named: `…?ref=<40 hexadecimal digits>`. Entries of
 * `resources`, `bases` and `components` that are no local path are remote.
 */
export function remoteProblem(entry: string): string | undefined {
  if (!isRemote(entry)) return undefined;
  const ref = /[?&](?:ref|version)=([^&]+)/.exec(entry)?.[1];
  if (ref !== undefined && /^[0-9a-f]{40}$/.test(ref)) return undefined;
  return `remote base ${entry} ${ref === undefined ? "names no commit" : `names ${ref}, which can move`}: add ?ref=<commit of 40 digits>`;
}

export function isRemote(entry: string): boolean {
  return (
    /^[a-z+]+:\/\//i.test(entry) ||
    /^[\w.-]+@[\w.-]+:/.test(entry) ||
    /^(github|gitlab|bitbucket)\.(com|org)[/:]/.test(entry) ||
    entry.includes("?ref=")
  );
}

/** `frontend=sha256:…` of the images that no manifest mentions would go unnoticed: kustomize says nothing. */
export const imageName = (image: string): string => parseImage(image).name;
