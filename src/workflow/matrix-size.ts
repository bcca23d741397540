/** How many jobs a matrix makes (docs.github.com, "Running variations of jobs"; 256 at most: limits). */
export const mostMatrixJobs = 256;

/** A value that only the run knows. */
export const unknownValue: unique symbol = Symbol("unknown value");

export interface PlainMatrix {
  /** undefined: an expression makes the whole axis */
  readonly axes: readonly (readonly [name: string, values: readonly unknown[] | undefined])[];
  /** undefined: an expression makes the list */
  readonly include: readonly unknown[] | undefined;
  readonly exclude: readonly unknown[] | undefined;
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);
const isList = (x: unknown): x is readonly unknown[] => Array.isArray(x);

/** As `==` has it: texts ignore case, all else are numbers. */
function equal(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return Number(a ?? 0) === Number(b ?? 0);
}

/** Does the entry match the value; `open` is the answer where only the run knows. */
function matches(entry: unknown, value: unknown, open: boolean): boolean {
  if (entry === unknownValue || value === unknownValue) return open;
  if (isRecord(entry))
    return isRecord(value) && Object.entries(entry).every(([key, inner]) => matches(inner, value[key], open));
  if (isList(entry))
    return isList(value) && entry.length === value.length && entry.every((inner, i) => matches(inner, value[i], open));
  return !isRecord(value) && !isList(value) && equal(entry, value);
}

/** The values that `fromJSON('[…]')` makes of a text; a wrong text fails when the workflow runs, and has no size. */
export function listInJson(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isList(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Beyond this many combinations nobody lists them one by one to see which are excluded. */
const countable = 100_000;

/**
 * At least so many jobs: an axis of an expression has one value at least, what may be excluded is taken as excluded, and
 * what `include` may add to other combinations is no job of its own.
 */
export function leastMatrixJobs({ axes, include, exclude }: PlainMatrix): number {
  const known = axes.map(([name, values]) => [name, values ?? [unknownValue]] as const);
  const all = known.reduce((product, [, values]) => product * values.length, axes.length > 0 ? 1 : 0);
  if (exclude === undefined) return 0;
  const list = exclude.length > 0 || (include ?? []).length > 0;
  if (!list || all > countable) return exclude.length > 0 ? 0 : all;
  const rows = known.reduce<readonly Readonly<Record<string, unknown>>[]>(
    (partial, [name, values]) => partial.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    axes.length > 0 ? [{}] : [],
  );
  const kept = rows.filter((row) => !exclude.some((entry) => matches(entry, row, true)));
  const names = new Set(axes.map(([name]) => name));
  const alone = (include ?? []).filter((entry) => {
    if (!isRecord(entry)) return false;
    const onAxes = Object.fromEntries(Object.entries(entry).filter(([key]) => names.has(key)));
    return !rows.some((row) => matches(onAxes, row, true));
  });
  return kept.length + alone.length;
}
