/** RFC 6902 on immutable values. */
import { equal } from "../json/equal.ts";
import { isList, isObject, type Json } from "../json/value.ts";

/** A patch that cannot be applied; `test` that fails is told apart by its words alone, as in Kubernetes. */
export class JsonPatchError extends Error {}

export function jsonPatch(target: Json, operations: readonly Json[]): Json {
  return operations.reduce<Json>((value, operation) => step(value, operation), target);
}

function step(value: Json, operation: Json): Json {
  if (!isObject(operation)) throw new JsonPatchError("an operation must be an object");
  const { op, path, from } = operation;
  if (typeof path !== "string") throw new JsonPatchError("an operation has no path");
  const to = pointer(path);
  const given = operation["value"] ?? null;
  switch (op) {
    case "add":
      return put(value, to, given, "add");
    case "replace":
      read(value, to, path);
      return put(value, to, given, "replace");
    case "remove":
      read(value, to, path, "remove");
      return take(value, to);
    case "move":
    case "copy": {
      if (typeof from !== "string") throw new JsonPatchError(`a ${op} has no from`);
      const moved = read(value, pointer(from), from);
      return put(op === "move" ? take(value, pointer(from)) : value, to, moved, "add");
    }
    case "test":
      if (!equal(read(value, to, path), given)) throw new JsonPatchError(`testing value ${path} failed: test failed`);
      return value;
    default:
      throw new JsonPatchError(`Unexpected kind: ${String(op)}`);
  }
}

function pointer(path: string): readonly string[] {
  if (path === "") return [];
  return path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function read(value: Json, path: readonly string[], whole: string, verb = "replace"): Json {
  let here: Json | undefined = value;
  for (const part of path) here = isList(here) ? here[Number(part)] : isObject(here) ? here[part] : undefined;
  if (here === undefined)
    throw new JsonPatchError(
      verb === "remove"
        ? `remove operation does not apply: doc is missing path: ${JSON.stringify(whole)}: missing value`
        : `${verb} operation does not apply: doc is missing key: ${whole}: missing value`,
    );
  return here;
}

function put(value: Json, [key, ...rest]: readonly string[], given: Json, mode: "add" | "replace"): Json {
  if (key === undefined) return given;
  if (isList(value)) {
    const index = key === "-" ? value.length : Number(key);
    if (!Number.isInteger(index) || index > value.length || index < 0)
      throw new JsonPatchError(`Unable to access invalid index: ${key}`);
    if (rest.length > 0) return value.with(index, put(value[index] ?? null, rest, given, mode));
    return mode === "add" ? value.toSpliced(index, 0, given) : value.with(index, given);
  }
  if (!isObject(value))
    throw new JsonPatchError(`${mode} operation does not apply: doc is missing path: missing value`);
  if (rest.length === 0) return { ...value, [key]: given };
  const child = value[key];
  if (child === undefined)
    throw new JsonPatchError(`${mode} operation does not apply: doc is missing path: "/${key}": missing value`);
  return { ...value, [key]: put(child, rest, given, mode) };
}

function take(value: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return null;
  if (isList(value)) {
    const index = Number(key);
    return rest.length === 0 ? value.toSpliced(index, 1) : value.with(index, take(value[index] ?? null, rest));
  }
  if (!isObject(value)) return value;
  const { [key]: child, ...others } = value;
  return rest.length === 0 ? others : { ...value, [key]: take(child ?? null, rest) };
}
