/** An object as Go would hold it: fields it has no place for gone, nulls absent, quantities in their canonical form. */
import { isList, isObject, type Json, type JsonObject } from "../json/value.ts";
import { canonicalQuantity, isQuantity } from "./quantity.ts";
import type { MapOf, Scalar, Shape } from "./shape.ts";

export interface Conformed {
  readonly value: Json;
  /** Paths of fields the shape does not know: `spec.containers[0].imagee`. */
  readonly unknown: readonly string[];
  /** What cannot be read at all, in the words of Go's JSON decoder. */
  readonly wrong: readonly string[];
}

/** `keepsEmpty`: a custom resource, which no Go type stands behind; elsewhere an empty list or map is as good as none. */
export function conform(shape: Shape, value: Json, keepsEmpty = false): Conformed {
  const unknown: string[] = [];
  const wrong: string[] = [];
  const result = visit(shape, value, { place: "", field: "", owner: "" }, { unknown, wrong, keepsEmpty });
  return { value: result, unknown, wrong };
}

interface Here {
  /** With positions of list items. */
  readonly place: string;
  /** Without, as Go tells it. */
  readonly field: string;
  readonly owner: string;
}

interface Found {
  readonly unknown: string[];
  readonly wrong: string[];
  readonly keepsEmpty: boolean;
}

function visit(shape: Shape, value: Json, here: Here, found: Found): Json {
  const mismatch = (goType: string) => {
    found.wrong.push(
      `json: cannot unmarshal ${jsonType(value, goType)} into Go ${here.owner === "" ? "value" : `struct field ${here.owner}.${here.field}`} of type ${goType}`,
    );
    return value;
  };
  switch (shape.kind) {
    case "scalar":
      return scalar(shape, value, mismatch, (why) => found.wrong.push(why));
    case "untyped":
      return value;
    case "list":
      if (!isList(value)) return mismatch(goName(shape));
      return value.map((item, i) => visit(shape.items(), item, { ...here, place: `${here.place}[${i}]` }, found));
    case "map": {
      if (!isObject(value)) return mismatch(goName(shape));
      // Go names the map, not the key, when a value does not fit.
      // A null among strings is Go's zero string; elsewhere it is nothing.
      return mapped(textual(shape) ? withoutNulls(value) : value, (key, item) =>
        visit(shape.values(), item, { ...below(here, key, here.owner), field: here.field }, found),
      );
    }
    case "struct": {
      if (!isObject(value)) return mismatch(goName(shape));
      const owner = shape.name.split(".").at(-1) ?? "";
      return mapped(value, (key, item) => {
        const field = shape.fields.get(key);
        const there = below(here, key, owner);
        if (field !== undefined) {
          const next = visit(field.shape(), item, there, found);
          return found.keepsEmpty || field.required || !emptyCollection(field.shape(), next) ? next : undefined;
        }
        if (shape.open) return item;
        found.unknown.push(there.place);
        return undefined;
      });
    }
  }
}

const below = (here: Here, key: string, owner: string): Here => ({
  place: here.place === "" ? key : `${here.place}.${key}`,
  field: here.field === "" ? key : `${here.field}.${key}`,
  owner,
});

function emptyCollection(shape: Shape, value: Json): boolean {
  if (shape.kind === "list") return isList(value) && value.length === 0;
  return shape.kind === "map" && isObject(value) && Object.keys(value).length === 0;
}

function textual(shape: MapOf): boolean {
  const values = shape.values();
  return values.kind === "scalar" && values.type === "string";
}

function withoutNulls(object: JsonObject): JsonObject {
  if (!Object.values(object).includes(null)) return object;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, value ?? ""]));
}

/** Gives the very same object back where nothing changes, so that equality stays cheap. */
function mapped(object: JsonObject, change: (key: string, item: Json) => Json | undefined): JsonObject {
  let changed = false;
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(object)) {
    const next = item === undefined || item === null ? undefined : change(key, item);
    if (next !== item) changed = true;
    if (next !== undefined) entries.push([key, next]);
  }
  return changed ? Object.fromEntries(entries) : object;
}

function scalar({ type }: Scalar, value: Json, mismatch: (goType: string) => Json, wrong: (why: string) => void): Json {
  switch (type) {
    case "integer":
      return typeof value === "number" && Number.isInteger(value) ? value : mismatch("int32");
    case "number":
      return typeof value === "number" ? value : mismatch("float64");
    case "boolean":
      return typeof value === "boolean" ? value : mismatch("bool");
    case "int-or-string":
      return typeof value === "number" || typeof value === "string" ? value : mismatch("intstr.IntOrString");
    case "quantity": {
      if (typeof value !== "number" && typeof value !== "string") return mismatch("resource.Quantity");
      const text = String(value);
      if (isQuantity(text)) return canonicalQuantity(text);
      wrong("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
      return text;
    }
    case "bytes": {
      if (typeof value !== "string") return mismatch("[]uint8");
      const end = value.search(/[^A-Za-z0-9+/=\n\r]/);
      if (end >= 0) wrong(`illegal base64 data at input byte ${end}`);
      else if (value.replace(/[\n\r]/g, "").length % 4 !== 0)
        wrong(`illegal base64 data at input byte ${value.length - (value.length % 4)}`);
      return value;
    }
    default:
      return typeof value === "string" ? value : mismatch("string");
  }
}

function jsonType(value: Json, wanted: string): string {
  if (typeof value === "number" && wanted === "int32") return `number ${value}`;
  if (isList(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return typeof value;
}

function goName(shape: Shape): string {
  switch (shape.kind) {
    case "struct": {
      const [group = "", version = "", name = ""] = shape.name.split(".");
      return group === "meta" ? `v1.${name}` : `${version}.${name}`;
    }
    case "list":
      return `[]${goName(shape.items())}`;
    case "map":
      return `map[string]${goName(shape.values())}`;
    case "scalar":
      return shape.type === "integer" ? "int32" : shape.type === "boolean" ? "bool" : "string";
    default:
      return "interface {}";
  }
}
