/** Where the YAML library says that something stands. */
import { isMap, isScalar, isSeq } from "yaml";
import { nowhere, type Span } from "../source.ts";

export function rangeOf(node: unknown): Span {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return nowhere;
  const [start, end]: unknown[] = node.range;
  return typeof start === "number" && typeof end === "number" ? { start, end } : nowhere;
}

/** The parser points one past the end where something is missing there. */
export function span([start = 0, end = start]: readonly number[], length: number): Span {
  return { start: Math.min(start, length), end: Math.min(end, length) };
}

/** What was read last: the text whose closing quote is missing, shown where it was opened. */
export function lastOf(node: unknown): Span | undefined {
  if (isMap(node)) {
    const pair = node.items.at(-1);
    return lastOf(pair?.value ?? pair?.key);
  }
  if (isSeq(node)) return lastOf(node.items.at(-1));
  return isScalar(node) ? rangeOf(node) : undefined;
}
