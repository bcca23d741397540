import { withAt } from "../json/change.ts";
import { at, type JsonObject } from "../json/json.ts";
import { type KubeObject, refOf, titleOf } from "../kube/object.ts";

/** What Kubernetes lets nobody change on a living object, by kind: on the way back the living value stays. */
const fixed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  StatefulSet: [
    ["spec", "volumeClaimTemplates"],
    ["spec", "serviceName"],
    ["spec", "podManagementPolicy"],
    ["spec", "selector"],
  ],
  PersistentVolumeClaim: [["spec"]],
};

/** The object with the living value wherever its own cannot be had again; undefined where nothing can be done. */
export function asFarAsItGoes(
  object: KubeObject,
  live: KubeObject | undefined,
): { readonly object: KubeObject; readonly kept: string } | undefined {
  const paths = Object.hasOwn(fixed, object.kind) ? fixed[object.kind] : undefined;
  if (live === undefined || paths === undefined) return undefined;
  let changed: JsonObject = object;
  for (const path of paths) {
    const there = at(live, ...path);
    if (there !== undefined) changed = withAt(changed, path, there);
  }
  const { apiVersion, kind, metadata } = object;
  const names = paths.map((path) => path.join(".")).join(", ");
  return {
    object: { ...changed, apiVersion, kind, metadata },
    kept: `${titleOf(refOf(object))} keeps ${names} as it is: Kubernetes does not let it go back`,
  };
}
