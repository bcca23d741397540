import { objectsAt, parseJson, textAt } from "../json/json.ts";
import { openRepository, type RegistryOptions } from "./repository.ts";

export type { RegistryOptions } from "./repository.ts";

/** The kinds of manifest and index that a runtime pulls. */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** The digests under which a runtime may report the image: its own, each platform's, each configuration's. */
export async function digestsOf(
  image: string,
  digest: string,
  options: RegistryOptions,
): Promise<ReadonlySet<string> | undefined> {
  const top = await manifest(image, digest, options);
  if (top === undefined || top === "missing") return undefined;
  const platforms = objectsAt(top, "manifests").flatMap((one) => textAt(one, "digest") ?? []);
  return new Set([
    digest,
    ...platforms,
    ...(textAt(top, "config", "digest") === undefined ? [] : [textAt(top, "config", "digest") ?? ""]),
  ]);
}

export async function imageThere(
  image: string,
  digest: string,
  options: RegistryOptions,
): Promise<"there" | "missing" | "unknown"> {
  const found = await manifest(image, digest, options);
  return found === undefined ? "unknown" : found === "missing" ? "missing" : "there";
}

/** undefined: it could not be asked, whatever the reason. Only a clear 404 means that it is not there. */
async function manifest(image: string, digest: string, options: RegistryOptions) {
  try {
    const answer = await openRepository(image, options).ask(`manifests/${digest}`, { accept: manifestTypes }, 10_000);
    if (answer.status === 404) return "missing" as const;
    return answer.ok ? parseJson(await answer.text()) : undefined;
  } catch {
    options.signal.throwIfAborted();
    return undefined;
  }
}
