/**
 * A set of paths into an object, as a tree of steps. A step is written as in FieldsV1: `f:name` a field,
 * `k:{"name":"web"}` the item of a list with these keys, `v:"x"` the item of a set that is this value.
 */
import { isObject, type JsonObject } from "../json/value.ts";

export interface FieldSet {
  /** The node itself belongs to the set. */
  readonly member: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;
}

export const emptySet: FieldSet = { member: false, children: new Map() };
export const leaf: FieldSet = { member: true, children: new Map() };

export const isEmpty = (set: FieldSet): boolean => !set.member && set.children.size === 0;

function node(member: boolean, children: Map<string, FieldSet>): FieldSet {
  if (children.size === 0) return member ? leaf : emptySet;
  return { member, children };
}

export function setOf(member: boolean, entries: Iterable<readonly [string, FieldSet]>): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [step, child] of entries) if (!isEmpty(child)) children.set(step, child);
  return node(member, children);
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  const children = new Map(a.children);
  for (const [step, child] of b.children) children.set(step, union(children.get(step) ?? emptySet, child));
  return node(a.member || b.member, children);
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return setOf(
    a.member && b.member,
    [...a.children].map(([step, child]) => [step, intersection(child, b.children.get(step) ?? emptySet)] as const),
  );
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(b)) return a;
  return setOf(
    a.member && !b.member,
    [...a.children].map(([step, child]) => [step, difference(child, b.children.get(step) ?? emptySet)] as const),
  );
}

export function sameSet(a: FieldSet, b: FieldSet): boolean {
  if (a.member !== b.member || a.children.size !== b.children.size) return false;
  return [...a.children].every(([step, child]) => {
    const other = b.children.get(step);
    return other !== undefined && sameSet(child, other);
  });
}

/** Every path of the set, as its steps. */
export function pathsOf(set: FieldSet): readonly (readonly string[])[] {
  const own = set.member ? [[]] : [];
  const deeper = [...set.children].flatMap(([step, child]) => pathsOf(child).map((path) => [step, ...path]));
  return [...own, ...deeper];
}

/** Without everything at or below these paths. */
export function without(set: FieldSet, paths: readonly (readonly string[])[]): FieldSet {
  const cut = (from: FieldSet, [step, ...rest]: readonly string[]): FieldSet => {
    if (step === undefined) return emptySet;
    const child = from.children.get(step);
    if (child === undefined) return from;
    return setOf(
      from.member,
      [...from.children].map(([key, value]) => [key, key === step ? cut(child, rest) : value] as const),
    );
  };
  return paths.reduce(cut, set);
}

/** `.spec.containers[name="web"].image`, as Kubernetes prints a path. */
export function printPath(path: readonly string[]): string {
  return path
    .map((step) => {
      const rest = step.slice(2);
      if (step.startsWith("f:")) return `.${rest}`;
      if (step.startsWith("v:")) return `[=${rest}]`;
      if (step.startsWith("i:")) return `[${rest}]`;
      const keys: unknown = JSON.parse(rest);
      if (!isObject(keys)) return `[${rest}]`;
      return `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(",")}]`;
    })
    .join("");
}

/** The form in `managedFields[].fieldsV1`. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const entries: [string, JsonObject][] = [...set.children]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([step, child]) => [step, toFieldsV1(child)]);
  if (set.member && entries.length > 0) entries.unshift([".", {}]);
  return Object.fromEntries(entries);
}

export function fromFieldsV1(fields: JsonObject): FieldSet {
  return read(fields, false);
}

function read(fields: JsonObject, nested: boolean): FieldSet {
  const steps = Object.entries(fields).filter(([step]) => step !== ".");
  const member = "." in fields || (nested && steps.length === 0);
  return setOf(
    member,
    steps.map(([step, child]) => [step, read(isObject(child) ? child : {}, true)] as const),
  );
}
