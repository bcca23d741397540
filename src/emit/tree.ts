/** YAML as a tree, before it is text: what is written where, by whom, and which expressions may stand in it. */
import type { Position } from "../expr/positions.gen.ts";
import type { Place } from "../workflow/place.ts";

export type Plain = string | number | boolean | null;

/** A scalar. With a position it may hold expressions; without one it may not. */
export interface Text {
  readonly kind: "text";
  readonly value: Plain;
  readonly position?: Position | undefined;
  /** the whole text is an expression, also without `${{ }}`, as in `if` */
  readonly condition?: boolean;
  /** a script: always a block, never folded */
  readonly block?: boolean;
}
export interface Entry {
  readonly key: string;
  readonly value: Yaml;
  /** behind the value */
  readonly note?: string | undefined;
  /** above the key */
  readonly comment?: string | undefined;
  readonly place?: Place | undefined;
  /** a blank line before it, unless it is the first */
  readonly apart?: boolean | undefined;
}
export interface Mapping {
  readonly kind: "mapping";
  readonly entries: readonly Entry[];
}
export interface Item {
  readonly value: Yaml;
  readonly comment?: string | undefined;
  readonly note?: string | undefined;
  readonly place?: Place | undefined;
  readonly apart?: boolean | undefined;
}
export interface Sequence {
  readonly kind: "sequence";
  readonly items: readonly Item[];
  /** in one line: `[main, "release/*"]` */
  readonly flow?: boolean;
}
export type Yaml = Text | Mapping | Sequence;

export const plain = (value: Plain): Text => ({ kind: "text", value });
export const mapping = (entries: readonly (Entry | undefined)[]): Mapping => ({
  kind: "mapping",
  entries: entries.filter((entry) => entry !== undefined),
});
export const list = (values: readonly Yaml[]): Sequence => ({
  kind: "sequence",
  items: values.map((value) => ({ value })),
});
/** A list in one line, where it is short; one item per line else. */
export const flow = (values: readonly Plain[]): Sequence => ({
  ...list(values.map(plain)),
  flow: values.length <= 8 && values.join(", ").length <= 80,
});

/** A key with its value, or nothing where there is no value. */
export function entry(
  key: string,
  value: Yaml | undefined,
  more: Omit<Partial<Entry>, "key" | "value"> = {},
): Entry | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "mapping" && value.entries.length === 0) return undefined;
  const { note, comment, place, apart } = more;
  return { key, value, note, comment, place, apart };
}
