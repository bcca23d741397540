import type { Raw, RawBoolean, RawMap, RawNumber, RawTree } from "../plan/plan.ts";
import { evaluate, interpolate, type Place } from "./evaluate.ts";
import { asText, isObject, isTruthy, type Value } from "./value.ts";

/** Values of a plan, as they were written, brought to what they are at a place. */

export const textOf = (raw: Raw, place: Place): string => asText(interpolate(raw, place));

export function mapOf(raw: RawMap, place: Place): Readonly<Record<string, string>> {
  if (typeof raw !== "string")
    return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, textOf(value, place)]));
  const value = interpolate(raw, place);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)])) : {};
}

export const booleanOf = (raw: RawBoolean | undefined, place: Place): boolean =>
  typeof raw === "string" ? isTruthy(interpolate(raw, place)) && textOf(raw, place) !== "false" : (raw ?? false);

export function numberOf(raw: RawNumber | undefined, place: Place): number | undefined {
  if (typeof raw !== "string") return raw;
  const value = interpolate(raw, place);
  const number =
    typeof value === "number"
      ? value
      : evaluate("fromJSON(text)", { contexts: { text: asText(value) }, functions: [] });
  return typeof number === "number" ? number : undefined;
}

export function treeOf(tree: RawTree, place: Place): Value {
  if (typeof tree === "string") return interpolate(tree, place);
  if (Array.isArray(tree)) return tree.map((item: RawTree) => treeOf(item, place));
  if (typeof tree === "object" && tree !== null)
    return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, treeOf(value, place)]));
  return tree;
}
