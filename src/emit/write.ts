/** The tree as lines. Comments, blank lines and blocks stand exactly where the tree says. */
import type { Place } from "../workflow/place.ts";
import { blockHeader, fitsBlock, scalar } from "./scalar.ts";
import type { Entry, Item, Mapping, Sequence, Text, Yaml } from "./tree.ts";

export interface Written {
  readonly text: string;
  /** for each line of the text, where in the TypeScript it comes from */
  readonly places: readonly (Place | undefined)[];
}

/** Short scripts that fit one line stay on it; everything with a newline is a block. */
const isBlock = (value: Text): value is Text & { readonly value: string } =>
  typeof value.value === "string" && value.value.includes("\n") && fitsBlock(value.value);

const inOneLine = (value: Yaml): string | undefined => {
  // nothing behind the colon is null, and reads better
  if (value.kind === "text") return isBlock(value) ? undefined : value.value === null ? "" : scalar(value.value);
  if (value.kind === "mapping") return value.entries.length === 0 ? "{}" : undefined;
  if (value.items.length === 0) return "[]";
  if (!value.flow || value.items.some((item) => item.comment !== undefined)) return undefined;
  const items = value.items.map(({ value: v }) => (v.kind === "text" ? scalar(v.value, true) : undefined));
  return items.some((item) => item === undefined) ? undefined : `[${items.join(", ")}]`;
};

/** `on` is a boolean to YAML 1.1; GitHub reads 1.2, and every example in the world writes it bare. */
const key = (name: string) => (name === "on" ? name : scalar(name));

class Lines {
  readonly lines: string[] = [];
  readonly places: (Place | undefined)[] = [];

  put(line: string, place: Place | undefined): void {
    this.lines.push(line);
    this.places.push(place);
  }

  comment(text: string | undefined, indent: string, place: Place | undefined): void {
    if (text === undefined) return;
    for (const line of text.split(/\r?\n|\r/)) this.put(`${indent}# ${line}`.trimEnd(), place);
  }

  mapping(value: Mapping, indent: string, place: Place | undefined, first = indent): void {
    let lead = first;
    let index = 0;
    for (const entry of value.entries) {
      this.entry(entry, indent, lead, entry.place ?? place, index++);
      lead = indent;
    }
  }

  private entry(entry: Entry, indent: string, lead: string, place: Place | undefined, index: number): void {
    if (entry.apart && index > 0) this.put("", place);
    if (lead === indent) this.comment(entry.comment, indent, place);
    this.value(`${lead}${key(entry.key)}:`, entry.value, indent, entry.note, place);
  }

  /** What stands behind `key:` or `-`. */
  private value(head: string, value: Yaml, indent: string, note: string | undefined, place: Place | undefined): void {
    const line = inOneLine(value);
    const behind = note === undefined ? "" : ` # ${note.replace(/\s*[\r\n]+\s*/g, " ")}`;
    if (line !== undefined) this.put(`${line === "" ? head : `${head} ${line}`}${behind}`, place);
    else if (value.kind === "text") {
      const text = String(value.value);
      this.put(`${head} ${blockHeader(text)}${behind}`, place);
      for (const inner of text.replace(/\n$/, "").split("\n"))
        this.put(inner === "" ? "" : `${indent}  ${inner}`, place);
    } else {
      this.put(`${head}${behind}`, place);
      if (value.kind === "mapping") this.mapping(value, `${indent}  `, place);
      else this.sequence(value, `${indent}  `, place);
    }
  }

  sequence(value: Sequence, indent: string, place: Place | undefined): void {
    for (const [i, item] of value.items.entries()) this.item(item, indent, item.place ?? place, i);
  }

  private item(item: Item, indent: string, place: Place | undefined, index: number): void {
    if (item.apart && index > 0) this.put("", place);
    this.comment(item.comment, indent, place);
    if (item.value.kind === "mapping" && item.value.entries.length > 0)
      this.mapping(item.value, `${indent}  `, place, `${indent}- `);
    else this.value(`${indent}-`, item.value, indent, item.note, place);
  }
}

/** The text of a tree, with the place each line comes from. */
export function write(tree: Mapping, header: readonly string[] = []): Written {
  const lines = new Lines();
  for (const line of header) lines.comment(line, "", undefined);
  if (header.length > 0) lines.put("", undefined);
  lines.mapping(tree, "", undefined);
  return { text: `${lines.lines.join("\n")}\n`, places: lines.places };
}
