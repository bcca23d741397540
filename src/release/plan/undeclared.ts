import { withoutAt } from "../json/change.ts";
import type { JsonObject } from "../json/json.ts";
import { type KubeObject, refOf, titleOf } from "../kube/object.ts";

/**
 * A definition may have lost a field since the release was recorded. The server names each such field
 * (`.spec.lamp: field not declared in schema`) and takes the object only without them, whatever `fieldValidation` says.
 */
export function withoutUndeclared(
  object: KubeObject,
  message: string,
): { readonly object: KubeObject; readonly kept: string } | undefined {
  const fields = [...message.matchAll(/(?<=^|\s)\.([\w.]+): field not declared in schema/g)].map(
    ([, path = ""]) => path,
  );
  if (fields.length === 0) return undefined;
  const rest = fields.reduce<JsonObject>((left, path) => withoutAt(left, path.split(".")), object);
  const { apiVersion, kind, metadata } = object;
  return {
    object: { ...rest, apiVersion, kind, metadata },
    kept: `${titleOf(refOf(object))} comes back without ${fields.join(", ")}, which its schema no longer has`,
  };
}
