/** What an expression's value can be, as far as it is known before anything runs. */
export type Type =
  | { readonly kind: "any" | "null" | "number" | "boolean" | "string" }
  | ObjectType
  | {
      readonly kind: "array";
      readonly of: Type /** Came from `.*`: a property of it is taken of each item. */;
      readonly filtered?: boolean;
    };

export interface ObjectType {
  readonly kind: "object";
  /** Names in lower case: GitHub compares them so. */
  readonly props: Readonly<Record<string, Type>>;
  /** What other names give. Absent: there are no others. */
  readonly rest?: Type;
}

export const any: Type = { kind: "any" };
export const string: Type = { kind: "string" };
export const number: Type = { kind: "number" };
export const boolean: Type = { kind: "boolean" };
export const nothing: Type = { kind: "null" };

export function strict(props: Readonly<Record<string, Type>>): ObjectType {
  return { kind: "object", props: lowered(props) };
}

export function loose(rest: Type, props: Readonly<Record<string, Type>> = {}): ObjectType {
  return { kind: "object", props: lowered(props), rest };
}

export function arrayOf(of: Type): Type {
  return { kind: "array", of };
}

export function texts(...names: readonly string[]): Readonly<Record<string, Type>> {
  return Object.fromEntries(names.map((name) => [name, string]));
}

function lowered(props: Readonly<Record<string, Type>>): Readonly<Record<string, Type>> {
  return Object.fromEntries(Object.entries(props).map(([name, type]) => [name.toLowerCase(), type]));
}

/** What a value is that may be either. */
export function merge(a: Type, b: Type): Type {
  if (a === b) return a;
  if (a.kind === "any" || b.kind === "any") return any;
  if (a.kind === "array" && b.kind === "array") return { kind: "array", of: merge(a.of, b.of) };
  if (a.kind === "object" && b.kind === "object") return mergeObjects(a, b);
  if (a.kind === b.kind) return a;
  const printed = new Set(["string", "number", "boolean"]);
  return printed.has(a.kind) && printed.has(b.kind) && (a.kind === "string" || b.kind === "string") ? string : any;
}

export function mergeAll(types: readonly Type[]): Type {
  const [first, ...others] = types;
  return first === undefined ? any : others.reduce(merge, first);
}

function mergeObjects(a: ObjectType, b: ObjectType): ObjectType {
  const props: Record<string, Type> = { ...a.props };
  for (const [name, type] of Object.entries(b.props)) {
    const mine = props[name];
    props[name] = mine === undefined ? type : merge(mine, type);
  }
  const rest = a.rest !== undefined && b.rest !== undefined ? merge(a.rest, b.rest) : (a.rest ?? b.rest);
  return rest === undefined ? { kind: "object", props } : { kind: "object", props, rest };
}

/** `{ name: string; id: number }`, for messages. */
export function show(type: Type): string {
  if (type.kind === "array") return `a list of ${show(type.of)}`;
  if (type.kind !== "object") return type.kind === "any" ? "anything" : type.kind;
  const names = Object.keys(type.props);
  if (names.length === 0) return "an object";
  return `an object with ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""}`;
}

/** Whether GitHub turns the value into text without losing it. */
export function printable(type: Type): boolean {
  return type.kind !== "object" && type.kind !== "array" && type.kind !== "null";
}
