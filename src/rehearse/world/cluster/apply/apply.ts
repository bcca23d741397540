/**
 * Server-side apply: a configuration laid over the live object, with what its applier no longer states taken away.
 * Pure; how fields are shared comes from the shape. https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
import type { Json, JsonObject } from "../json/value.ts";
import { isObject } from "../json/value.ts";
import type { Shape } from "../schema/shape.ts";
import { compare, isSame } from "./compare.ts";
import { type Conflict, conflictError } from "./conflict.ts";
import { difference, emptySet, type FieldSet, intersection, isEmpty, union } from "./field-set.ts";
import { fieldsOf } from "./fields-of.ts";
import { merge } from "./merge.ts";
import { type Owner, type OwnerName, ownable, sameOwner } from "./owners.ts";
import { removeFields, withNamedFields } from "./remove.ts";

export interface Application {
  readonly shape: Shape;
  /** The live object; `{apiVersion, kind, metadata}` when there is none yet. */
  readonly live: JsonObject;
  readonly owners: readonly Owner[];
  readonly configuration: JsonObject;
  readonly applier: OwnerName;
  readonly time: string;
  /** Whether to take, in spite of a conflict, what another owns. */
  readonly force: boolean | ((taken: FieldSet) => boolean);
}

export interface Outcome {
  readonly object: JsonObject;
  readonly owners: readonly Owner[];
}

/** Throws a StatusError on conflicts, an ApplyTypeError when the configuration does not fit the shape. */
export function apply(application: Application): Outcome {
  const { shape, live, owners, configuration, applier, time, force } = application;
  const last = owners.find((owner) => sameOwner(owner, applier));
  const others = owners.filter((owner) => owner !== last);
  const stated = fieldsOf(shape, configuration, [], "refuse");

  const merged = merge(shape, live, configuration);
  const pruned = prune(shape, merged, last?.fields ?? emptySet, union(stated, unionOf(others)));
  const object = withoutNulls(isObject(pruned) ? pruned : live);

  const change = compare(shape, live, object);
  const taken = union(change.added, change.modified);
  const conflicts = others.flatMap((owner): Conflict[] => {
    const fields = intersection(owner.fields, taken);
    return isEmpty(fields) ? [] : [{ owner, fields }];
  });
  const forced = typeof force === "boolean" ? force : force(unionOf(conflicts));
  if (conflicts.length > 0 && !forced) throw conflictError(conflicts);

  const gone = union(taken, change.removed);
  const left = others.map((owner) => ({ ...owner, fields: difference(owner.fields, gone) }));
  // The time is that of the last change of a value, not of who owns it.
  const since = isSame(change) ? last?.time : time;
  const self: Owner = { ...applier, ...(since === undefined ? {} : { time: since }), fields: ownable(stated) };
  return { object, owners: [...left, self].filter((owner) => !isEmpty(owner.fields)) };
}

function withoutNulls(object: JsonObject): JsonObject {
  const entries = Object.entries(object).flatMap(([key, value]): [string, Json | undefined][] => {
    if (value === null) return [];
    return [[key, isObject(value) ? withoutNulls(value) : value]];
  });
  return Object.fromEntries(entries);
}

const unionOf = (owners: readonly { readonly fields: FieldSet }[]) =>
  owners.reduce((all, owner) => union(all, owner.fields), emptySet);

/** Takes away what the applier owned and does not state any more, unless somebody else owns it too. */
function prune(shape: Shape, merged: Json, last: FieldSet, owned: FieldSet): Json {
  if (isEmpty(last)) return merged;
  const named = (set: FieldSet) => withNamedFields(shape, set);
  const all = named(fieldsOf(shape, merged));
  const less = (value: Json, set: FieldSet) => removeFields(shape, value, set);

  const bare = less(merged, named(last));
  const kept = named(fieldsOf(shape, bare ?? {}));
  const backOwned = less(merged, difference(difference(all, kept), named(owned)));
  const keptOwned = named(fieldsOf(shape, backOwned ?? {}));
  return less(merged, intersection(difference(all, keptOwned), named(last)));
}
