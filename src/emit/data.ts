/** Plain data of the model (triggers, matrices) as a tree: camel case keys become GitHub's own. */
import { isExpression } from "../expr/expression.ts";
import type { Position } from "../expr/positions.gen.ts";
import { render } from "../expr/render.ts";
import { flow, list, mapping, type Plain, plain, type Yaml } from "./tree.ts";

export const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const isPlain = (value: unknown): value is Plain =>
  value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Any JSON-like value. Keys are written as they are. */
export function data(value: unknown, position?: Position): Yaml {
  if (isExpression(value)) return { kind: "text", value: render(value), position };
  if (isPlain(value)) return position ? { kind: "text", value, position } : plain(value);
  if (Array.isArray(value)) {
    const values: readonly unknown[] = value;
    return values.every(isPlain) && !position
      ? flow(values)
      : { ...list(values.map((v) => data(v, position))), flow: values.every(isPlain) };
  }
  if (typeof value !== "object" || value === null) return plain(String(value));
  return mapping(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : [{ key, value: data(inner, position) }],
    ),
  );
}
