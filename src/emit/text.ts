/** Written values as YAML text, each with the position it stands in. */
import { type AnyExpr, isExpression } from "../expr/expression.ts";
import type { Position } from "../expr/positions.gen.ts";
import { render, renderCondition } from "../expr/render.ts";
import type { Variables, Written } from "../workflow/positions.ts";
import type { Untyped, UntypedValue } from "../workflow/untyped.ts";
import { type Entry, entry, list, type Mapping, mapping, type Text, type Yaml } from "./tree.ts";

/** A value where expressions of a position may stand; nothing where it is left out. */
export const text = (value: Written | undefined, position: Position, jobsAs = "needs"): Text | undefined =>
  value === undefined ? undefined : { kind: "text", value: render(value, jobsAs), position };

/** A value where GitHub takes no expression. One that stands there all the same is found by the check of the tree. */
export const fixed = (value: Written | undefined): Text | undefined =>
  value === undefined ? undefined : { kind: "text", value: render(value) };

/** A condition, whose whole text is an expression. */
export const condition = (value: boolean | AnyExpr | undefined, position: Position): Text | undefined =>
  value === undefined ? undefined : { kind: "text", value: renderCondition(value), position, condition: true };

/** `env`, `with` and their like. */
export const variables = (values: Variables, position: Position): Mapping =>
  mapping(Object.keys(values).map((name) => entry(name, text(values[name], position))));

function untypedValue(value: UntypedValue): Yaml {
  if (value === null || typeof value !== "object" || isExpression(value))
    return { kind: "text", value: render(value), position: "string-steps-context" };
  if (isList(value)) return list(value.map(untypedValue));
  return mapping(Object.entries(value).map(([key, inner]) => ({ key, value: untypedValue(inner) })));
}
const isList = (value: UntypedValue): value is readonly UntypedValue[] => Array.isArray(value);

/** Keys that tidegate does not know: as they are. */
export const untyped = (keys: Untyped): readonly Entry[] =>
  Object.entries(keys).map(([key, value]) => ({ key, value: untypedValue(value) }));
