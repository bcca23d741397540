import { listInJson, type PlainMatrix, unknownValue } from "../workflow/matrix-size.ts";
import { type Data, literalOf, type Matrix, soleExpression, type Text } from "./subject.ts";

export function holdsExpression(data: Data): boolean {
  if (data.kind === "scalar") return literalOf(data.text) === undefined;
  return data.kind === "sequence"
    ? data.items.some(holdsExpression)
    : data.entries.some(({ value }) => holdsExpression(value));
}

export function sameData(a: Data, b: Data): boolean {
  if (a.kind === "scalar" && b.kind === "scalar") return a.value === b.value;
  if (a.kind === "sequence" && b.kind === "sequence")
    return a.items.length === b.items.length && a.items.every((item, i) => sameItem(item, b.items[i], sameData));
  if (a.kind !== "mapping" || b.kind !== "mapping" || a.entries.length !== b.entries.length) return false;
  return a.entries.every(({ key, value }) => sameItem(value, valueUnder(b, key.value), sameData));
}

/** Whether an exclude entry's value takes out a matrix value: all it names must be equal, expressions may be anything. */
export function couldMatch(filter: Data, value: Data): boolean {
  if (isExpression(filter) || isExpression(value)) return true;
  if (filter.kind === "scalar")
    return value.kind === "scalar" && String(filter.value).toLowerCase() === String(value.value).toLowerCase();
  if (filter.kind === "sequence") {
    return (
      value.kind === "sequence" &&
      filter.items.length === value.items.length &&
      filter.items.every((item, i) => sameItem(item, value.items[i], couldMatch))
    );
  }
  return (
    value.kind === "mapping" &&
    filter.entries.every(({ key, value: inner }) => sameItem(inner, valueUnder(value, key.value), couldMatch))
  );
}

function isExpression(data: Data): boolean {
  return data.kind === "scalar" && literalOf(data.text) === undefined;
}

function sameItem(a: Data, b: Data | undefined, same: (a: Data, b: Data) => boolean): boolean {
  return b !== undefined && same(a, b);
}

function valueUnder(data: Data & { readonly kind: "mapping" }, key: string): Data | undefined {
  return data.entries.find((entry) => entry.key.value.toLowerCase() === key.toLowerCase())?.value;
}

export function showData(data: Data): string {
  if (data.kind === "scalar") return typeof data.value === "string" ? `"${data.value}"` : String(data.value);
  if (data.kind === "sequence") return `[${data.items.map(showData).join(", ")}]`;
  return `{ ${data.entries.map(({ key, value }) => `${key.value}: ${showData(value)}`).join(", ")} }`;
}

function plain(data: Data): unknown {
  if (data.kind === "scalar") return holdsExpression(data) ? unknownValue : data.value;
  if (data.kind === "sequence") return data.items.map(plain);
  return Object.fromEntries(data.entries.map(({ key, value }) => [key.value, plain(value)]));
}

/** What an expression makes is known only where it is `fromJSON` of a text that stands there. */
function listOf(values: readonly Data[] | Text | undefined): readonly unknown[] | undefined {
  if (values === undefined) return [];
  if (!("parts" in values)) return values.map(plain);
  const syntax = soleExpression(values)?.syntax;
  const [text] = syntax?.kind === "call" && syntax.name.toLowerCase() === "fromjson" ? syntax.args : [];
  return text?.kind === "literal" && typeof text.value === "string" ? listInJson(text.value) : undefined;
}

export const plainMatrix = ({ vectors, include, exclude }: Matrix): PlainMatrix => ({
  axes: vectors.map(({ name, values }) => [name.value, listOf(values)]),
  include: listOf(include),
  exclude: listOf(exclude),
});
