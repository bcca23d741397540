import { isList, isObject, type Json } from "../json/value.ts";
import type { ListOf, Shape } from "../schema/shape.ts";
import { itemStep } from "./step.ts";
import { childrenOf } from "./walk.ts";

/** The live state with what a configuration states laid over it. */
export function merge(shape: Shape, live: Json | undefined, config: Json, path: readonly string[] = []): Json {
  const children = childrenOf(shape, config, path);
  if (children === undefined || live === undefined || live === null) return config;
  if (isObject(config) && isObject(live)) {
    const merged: Record<string, Json | undefined> = { ...live };
    for (const { step, value, shape: inner } of children) {
      const name = step.slice(2);
      merged[name] = merge(inner, live[name], value, [...path, step]);
    }
    return merged;
  }
  if (isList(config) && isList(live) && shape.kind === "list") return mergeLists(shape, live, config, path);
  return config;
}

/**
 * What only the live list has keeps its place; what both have comes in the order of the configuration, merged.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
function mergeLists(shape: ListOf, live: readonly Json[], config: readonly Json[], path: readonly string[]): Json {
  const keyed = (items: readonly Json[]) => items.map((item) => [itemStep(shape, item, path), item] as const);
  const left = keyed(live);
  const inLive = new Map(left);
  const right = keyed(config);
  const inConfig = new Set(right.map(([step]) => step));
  const merged = new Set<string>();
  const nextShared = () => right.find(([step]) => inLive.has(step) && !merged.has(step))?.[0];
  const out: Json[] = [];
  for (let l = 0, r = 0; l < left.length || r < right.length; ) {
    const [step, item] = left[l] ?? [];
    const [wanted, stated] = right[r] ?? [];
    if (step !== undefined && item !== undefined && !inConfig.has(step)) {
      out.push(item);
      l += 1;
    } else if (step !== undefined && (merged.has(step) || (wanted !== undefined && step !== nextShared()))) {
      // Already out, or its turn comes with the configuration's order.
      l += 1;
    } else if (wanted !== undefined && stated !== undefined) {
      const known = inLive.get(wanted);
      out.push(known === undefined ? stated : merge(shape.items(), known, stated, [...path, wanted]));
      merged.add(wanted);
      r += 1;
    }
  }
  return out;
}
