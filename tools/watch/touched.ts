/** What others did to an object since it was recorded, by the cluster's own book of who owns which field. */
import {
  at,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  parseJson,
  textAt,
} from "../../src/release/json/json.ts";

/** `k:{"name":"web"}` → the item of the list that has these. */
function item(list: Json | undefined, key: string): Json | undefined {
  if (!Array.isArray(list)) return undefined;
  const wanted = objectAt(parseJson(key.slice(2)));
  return list.find((one) => isObject(one) && Object.entries(wanted).every(([name, value]) => one[name] === value));
}

const child = (value: Json | undefined, key: string): Json | undefined =>
  key.startsWith("f:") ? at(value, key.slice(2)) : key.startsWith("k:") ? item(value, key) : undefined;

/** The paths of fields that are owned and that the record sets, too: `spec.template.spec.containers[web].image`. */
function shared(owned: JsonObject, recorded: Json | undefined, path: string): readonly string[] {
  return Object.entries(owned).flatMap(([key, below]) => {
    const value = child(recorded, key);
    if (value === undefined || !isObject(below)) return [];
    const name = key.startsWith("f:")
      ? key.slice(2)
      : `[${Object.values(objectAt(parseJson(key.slice(2)))).join(",")}]`;
    const here = path === "" || name.startsWith("[") ? `${path}${name}` : `${path}.${name}`;
    return Object.keys(below).some((inner) => inner !== ".") ? shared(below, value, here) : [here];
  });
}

/** `spec.replicas is kubectl-scale's now`, for each field of the record that somebody else took. */
export function touched(recorded: JsonObject, live: JsonObject, ours: string): readonly string[] {
  return objectsAt(live, "metadata", "managedFields").flatMap((entry) => {
    const manager = textAt(entry, "manager") ?? "somebody";
    const fields = at(entry, "fieldsV1");
    // what controllers say of an object's state is no change of it
    if (manager.startsWith(ours) || at(entry, "subresource") === "status" || !isObject(fields)) return [];
    return shared(fields, recorded, "").map((path) => `${path} is ${manager}'s now`);
  });
}
