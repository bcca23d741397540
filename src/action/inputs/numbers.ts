import type { DurationInput, IntegerInput, NumberInput } from "../../spec/input.ts";
import { parseDuration } from "./duration.ts";
import { expected, type Parsed, read } from "./parsed.ts";

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function bounded(value: number, { min, max }: Bounds, what: string, show: (bound: number) => string): Parsed<number> {
  const range =
    min !== undefined && max !== undefined
      ? `from ${show(min)} to ${show(max)}`
      : min !== undefined
        ? `of at least ${show(min)}`
        : `of at most ${show(max ?? 0)}`;
  const inside = (min === undefined || value >= min) && (max === undefined || value <= max);
  return inside ? read(value) : expected(`${what} ${range}`);
}

export function parseInteger(text: string, input: IntegerInput): Parsed<number> {
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) return expected("a whole number");
  return bounded(Number(text), input, "a whole number", String);
}

export function parseNumber(text: string, input: NumberInput): Parsed<number> {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(Number(text)))
    return expected("a number");
  return bounded(Number(text), input, "a number", String);
}

export function parseDurationInput(text: string, input: DurationInput): Parsed<number> {
  const value = parseDuration(text);
  if (value === undefined) return expected("a duration with its unit: 500ms, 90s, 5m, 2h, 30d");
  const bound = (limit: string | undefined) => (limit === undefined ? undefined : parseDuration(limit));
  const texts = new Map([input.min, input.max].map((limit) => [bound(limit), limit]));
  return bounded(value, { min: bound(input.min), max: bound(input.max) }, "a duration", (limit) =>
    String(texts.get(limit)),
  );
}
