import type { Identity } from "../identity/identity.ts";
import { releaseAnnotation, selector } from "../identity/marks.ts";
import { textAt } from "../json/json.ts";
import type { Kube, Listing } from "../kube/kube.ts";
import { type KubeObject, keyOf, type Ref, refOf } from "../kube/object.ts";

/**
 * Is every object as we left it? An object that names another release was written by someone who should not have been
 * writing: then the cluster may hold a mix, and nothing is called live.
 */
export async function mismatches(
  kube: Kube,
  identity: Identity,
  refs: readonly Ref[],
  release: string,
): Promise<readonly string[]> {
  const listings = new Map<string, Listing>();
  for (const { apiVersion, kind, namespace } of refs) {
    listings.set(`${apiVersion} ${kind} ${namespace ?? ""}`, {
      apiVersion,
      kind,
      labels: selector(identity),
      ...(namespace === undefined ? {} : { namespace }),
    });
  }
  const found = new Map<string, string>();
  for (const listing of listings.values()) {
    for await (const page of kube.pages(listing))
      for (const object of page.items) found.set(keyOf(refOf(object)), written(object));
  }
  return refs.flatMap((ref) => {
    const by = found.get(keyOf(ref));
    if (by === release) return [];
    return [`${keyOf(ref)} ${by === undefined ? "is gone" : `was written by release ${by === "" ? "(none)" : by}`}`];
  });
}

const written = (object: KubeObject): string => textAt(object, "metadata", "annotations", releaseAnnotation) ?? "";
