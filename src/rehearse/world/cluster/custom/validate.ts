/** A custom resource against its schema, in the sentences of the validator that Kubernetes uses. */
import { equal } from "../json/equal.ts";
import { isList, isObject, type Json, type JsonObject, listOr, objectOr } from "../json/value.ts";
import type { Cause } from "../status/status-error.ts";
import { bad, required, unsupported } from "../validate/cause.ts";

export function schemaCauses(schema: JsonObject, value: Json, path: string): readonly Cause[] {
  const type = typeCauses(schema, value, path);
  if (type.length > 0) return type;
  const choices = listOr(schema["enum"]);
  return [
    ...(choices.length > 0 && !choices.some((choice) => equal(choice, value))
      ? [unsupported(path, value, choices.map(String), false)]
      : []),
    ...(typeof value === "number" ? numberCauses(schema, value, path) : []),
    ...(typeof value === "string" ? textCauses(schema, value, path) : []),
    ...(isList(value) ? listCauses(schema, value, path) : []),
    ...(isObject(value) ? objectCauses(schema, value, path) : []),
  ];
}

function typeCauses(schema: JsonObject, value: Json, path: string): readonly Cause[] {
  const { type } = schema;
  if (schema["x-kubernetes-int-or-string"] === true || typeof type !== "string") return [];
  if (value === null && schema["nullable"] === true) return [];
  const is = typeOf(value);
  if (is === type || (type === "number" && is === "integer")) return [];
  return [
    {
      reason: "FieldValueTypeInvalid",
      message: `Invalid value: ${JSON.stringify(is)}: ${path} in body must be of type ${type}: ${JSON.stringify(is)}`,
      field: path,
    },
  ];
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (isList(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function numberCauses(schema: JsonObject, value: number, path: string): readonly Cause[] {
  const { minimum, maximum } = schema;
  const says = (sentence: string) => bad(path, value, `${path} in body should be ${sentence}`);
  return [
    ...(typeof minimum === "number" && value < minimum ? [says(`greater than or equal to ${minimum}`)] : []),
    ...(typeof maximum === "number" && value > maximum ? [says(`less than or equal to ${maximum}`)] : []),
  ];
}

function textCauses(schema: JsonObject, value: string, path: string): readonly Cause[] {
  const { minLength, maxLength, pattern } = schema;
  const says = (sentence: string) => bad(path, value, `${path} in body should ${sentence}`);
  return [
    ...(typeof minLength === "number" && value.length < minLength ? [says(`be at least ${minLength} chars long`)] : []),
    ...(typeof maxLength === "number" && value.length > maxLength ? [says(`be at most ${maxLength} chars long`)] : []),
    ...(typeof pattern === "string" && !new RegExp(pattern).test(value) ? [says(`match '${pattern}'`)] : []),
  ];
}

function listCauses(schema: JsonObject, value: readonly Json[], path: string): readonly Cause[] {
  const { minItems, maxItems } = schema;
  const says = (sentence: string) => bad(path, value.length, `${path} in body should have ${sentence} items`);
  const items = objectOr(schema["items"]);
  return [
    ...(typeof minItems === "number" && value.length < minItems ? [says(`at least ${minItems}`)] : []),
    ...(typeof maxItems === "number" && value.length > maxItems ? [says(`at most ${maxItems}`)] : []),
    ...value.flatMap((item, i) => schemaCauses(items, item, `${path}[${i}]`)),
  ];
}

function objectCauses(schema: JsonObject, value: JsonObject, path: string): readonly Cause[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const absent = listOr(schema["required"])
    .map(String)
    .filter((key) => value[key] === undefined);
  const values = schema["additionalProperties"];
  const properties = objectOr(schema["properties"]);
  return [
    ...absent.map((key) => required(at(key))),
    ...Object.entries(value).flatMap(([key, item]) => {
      const own = properties[key] ?? (isObject(values) ? values : undefined);
      const skipped = path === "" && ["apiVersion", "kind", "metadata"].includes(key);
      return item === undefined || !isObject(own) || skipped ? [] : schemaCauses(own, item, at(key));
    }),
  ];
}
