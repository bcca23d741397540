import { equal } from "../json/equal.ts";
import { isList, isObject, type Json } from "../json/value.ts";
import type { Shape } from "../schema/shape.ts";
import { emptySet, type FieldSet, isEmpty, leaf, setOf } from "./field-set.ts";
import { presentLists, valueStructs } from "./value-structs.ts";
import { childrenOf } from "./walk.ts";

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

const same: Comparison = { added: emptySet, modified: emptySet, removed: emptySet };

export const isSame = ({ added, modified, removed }: Comparison) =>
  isEmpty(added) && isEmpty(modified) && isEmpty(removed);

/** Which fields came, changed and went between two states. */
export function compare(
  shape: Shape,
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[] = [],
): Comparison {
  if (before === after) return same;
  if (blank(before) && blank(after)) return whole(before, after);
  const old = before === undefined ? undefined : childrenOf(shape, before, path);
  const fresh = after === undefined ? undefined : childrenOf(shape, after, path);
  if (old === undefined && fresh === undefined) return whole(before, after);
  const olds = new Map((old ?? []).map((child) => [child.step, child]));
  const news = new Map((fresh ?? []).map((child) => [child.step, child]));
  const inner = [...new Set([...news.keys(), ...olds.keys()])].map((step) => {
    const child = news.get(step) ?? olds.get(step);
    const from = olds.get(step)?.value ?? absent(step, before, child?.value);
    return [step, child ? compare(child.shape, from, news.get(step)?.value, [...path, step]) : same] as const;
  });
  return {
    added: setOf(
      before === undefined,
      inner.map(([step, { added }]) => [step, added] as const),
    ),
    modified: setOf(
      false,
      inner.map(([step, { modified }]) => [step, modified] as const),
    ),
    removed: setOf(
      after === undefined,
      inner.map(([step, { removed }]) => [step, removed] as const),
    ),
  };
}

/** In Go some structs are held by value: in an object that exists, they are never absent, only empty. */
function absent(step: string, parent: Json | undefined, value: Json | undefined): Json | undefined {
  if (parent === undefined) return undefined;
  if (isObject(value) && valueStructs.has(step)) return {};
  return isList(value) && presentLists.has(step) ? [] : undefined;
}

function whole(before: Json | undefined, after: Json | undefined): Comparison {
  if (before === undefined) return { ...same, added: leaf };
  if (after === undefined) return { ...same, removed: leaf };
  return equal(before, after) ? same : { ...same, modified: leaf };
}

function blank(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
