import { parseLine } from "./notation.ts";
import { kinds, structs } from "./schema.gen.ts";
import { deduced, type Shape, untyped } from "./shape.ts";

const parsed = new Map<string, Shape>();

function resolve(name: string): Shape {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const line = structs[name];
  const shape = line === undefined ? untyped : parseLine(name, line, resolve);
  parsed.set(name, shape);
  return shape;
}

/** The shape of a built-in kind, by `apps/v1/Deployment`. */
export function shapeOfKind(kind: string): Shape {
  const struct = kinds[kind];
  return struct === undefined ? deduced : resolve(struct);
}
