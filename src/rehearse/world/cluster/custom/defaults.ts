import { isList, isObject, type Json, type JsonObject, objectOr } from "../json/value.ts";

/** The defaults a schema states, filled in wherever the object they belong to is there. */
export function schemaDefaults(schema: JsonObject, value: Json): Json {
  if (isList(value)) {
    const items = objectOr(schema["items"]);
    return value.map((item) => schemaDefaults(items, item));
  }
  if (!isObject(value)) return value;
  const result: Record<string, Json | undefined> = { ...value };
  for (const [key, property] of Object.entries(objectOr(schema["properties"]))) {
    const own = objectOr(property);
    const given = result[key] ?? own["default"];
    if (given !== undefined) result[key] = schemaDefaults(own, given);
  }
  const values = schema["additionalProperties"];
  if (isObject(values))
    for (const [key, item] of Object.entries(value)) if (item !== undefined) result[key] = schemaDefaults(values, item);
  return result;
}
