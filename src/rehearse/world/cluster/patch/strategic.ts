/**
 * Strategic merge patches: a merge patch that knows by which field the items of a list are told apart.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
import { equal } from "../json/equal.ts";
import { isList, isObject, type Json, type JsonObject, listOr } from "../json/value.ts";
import type { PatchStrategy, Shape } from "../schema/shape.ts";
import { inOrder } from "./element-order.ts";

const directives = ["$patch", "$retainKeys"];
const isDirective = (key: string) =>
  directives.includes(key) || /^\$(setElementOrder|deleteFromPrimitiveList)\//.test(key);

export function strategicPatch(shape: Shape, target: Json | undefined, patch: JsonObject): JsonObject {
  const base = isObject(target) ? target : {};
  if (patch["$patch"] === "replace") return withoutDirectives(patch);
  if (patch["$patch"] === "delete") return {};
  const result: Record<string, Json | undefined> = retained(base, patch["$retainKeys"]);
  for (const [key, value] of Object.entries(patch)) {
    const { shape: inner, strategy } = fieldOf(shape, key);
    if (isDirective(key)) continue;
    if (value === null || value === undefined) delete result[key];
    else result[key] = patched(inner, strategy, result[key], value, patch, key);
  }
  return { ...result, ...primitiveDeletions(result, patch), ...reordered(shape, base, result, patch) };
}

function fieldOf(shape: Shape, key: string): { shape: Shape | undefined; strategy: PatchStrategy | undefined } {
  if (shape.kind === "map") return { shape: shape.values(), strategy: undefined };
  const field = shape.kind === "struct" ? shape.fields.get(key) : undefined;
  return { shape: field?.shape(), strategy: field?.patch };
}

function patched(
  shape: Shape | undefined,
  strategy: PatchStrategy | undefined,
  target: Json | undefined,
  value: Json,
  patch: JsonObject,
  key: string,
): Json {
  if (isObject(value)) return strategicPatch(shape ?? { kind: "untyped", granular: true }, target, value);
  if (!isList(value) || strategy?.merge !== true || shape?.kind !== "list") return value;
  const merged =
    strategy.key === undefined
      ? mergePrimitives(listOr(target), value)
      : mergeItems(shape.items(), strategy.key, listOr(target), value);
  const order = patch[`$setElementOrder/${key}`];
  return inOrder(merged, listOr(target), isList(order) ? order : value, strategy.key);
}

function mergePrimitives(target: readonly Json[], patch: readonly Json[]): readonly Json[] {
  return [...target, ...patch.filter((item) => !target.some((other) => equal(other, item)))];
}

function mergeItems(shape: Shape, key: string, target: readonly Json[], patch: readonly Json[]): readonly Json[] {
  const items = patch.filter(isObject);
  if (items.some((item) => item["$patch"] === "replace" && item[key] === undefined))
    return items.filter((item) => item["$patch"] === undefined);
  let result: readonly Json[] = target;
  for (const item of items) {
    const index = result.findIndex((other) => isObject(other) && equal(other[key], item[key]));
    if (item["$patch"] === "delete") {
      if (index >= 0) result = result.toSpliced(index, 1);
    } else if (index >= 0) result = result.with(index, strategicPatch(shape, result[index], item));
    else result = [...result, strategicPatch(shape, undefined, item)];
  }
  return result;
}

/** `$retainKeys`: of a union, only the member that the patch is about stays. */
function retained(base: JsonObject, keys: Json | undefined): Record<string, Json | undefined> {
  if (!isList(keys)) return { ...base };
  return Object.fromEntries(Object.entries(base).filter(([key]) => keys.includes(key)));
}

function primitiveDeletions(result: JsonObject, patch: JsonObject): JsonObject {
  const changed: Record<string, Json> = {};
  for (const [directive, gone] of Object.entries(patch)) {
    const key = /^\$deleteFromPrimitiveList\/(.+)$/.exec(directive)?.[1];
    if (key === undefined || !isList(gone)) continue;
    changed[key] = listOr(result[key]).filter((item) => !gone.some((other) => equal(other, item)));
  }
  return changed;
}

/** A patch may state an order for a list it does not otherwise touch. */
function reordered(shape: Shape, base: JsonObject, result: JsonObject, patch: JsonObject): JsonObject {
  const changed: Record<string, Json> = {};
  for (const [directive, order] of Object.entries(patch)) {
    const key = /^\$setElementOrder\/(.+)$/.exec(directive)?.[1];
    if (key === undefined || key in patch || !isList(order) || result[key] === undefined) continue;
    changed[key] = inOrder(listOr(result[key]), listOr(base[key]), order, fieldOf(shape, key).strategy?.key);
  }
  return changed;
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !isDirective(key)));
}
