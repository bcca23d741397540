import { asText, isObject, isTruthy, type Value } from "../expression/value.ts";
import { looselyEqual } from "./equal.ts";

/** One leg of a matrix: the values that `matrix.x` has in it, and what its name shows of them. */
export interface Leg {
  readonly values: { readonly [key: string]: Value };
  /** values of the axes only: what an `include` adds is not shown, https://docs.github.com/actions/concepts/workflows-and-actions */
  readonly shown: readonly Value[];
}

export type Expansion = { readonly legs: readonly Leg[] } | { readonly problem: string };

type Row = { readonly [key: string]: Value };

interface Matrix {
  readonly axes: readonly (readonly [name: string, values: readonly Value[]])[];
  readonly include: readonly Row[];
  readonly exclude: readonly Row[];
}

const largest = 256;

function rows(name: string, value: Value | undefined): readonly Row[] | string {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isObject)) return `matrix.${name} must be a list of mappings`;
  return value;
}

function readMatrix(matrix: Value): Matrix | string {
  if (!isObject(matrix)) return "a matrix must be a mapping";
  const { include: rawInclude, exclude: rawExclude, ...vectors } = matrix;
  const include = rows("include", rawInclude);
  const exclude = rows("exclude", rawExclude);
  if (typeof include === "string") return include;
  if (typeof exclude === "string") return exclude;
  const axes: [string, readonly Value[]][] = [];
  for (const [name, values] of Object.entries(vectors)) {
    if (!Array.isArray(values)) return `matrix.${name} must be a list`;
    if (values.length === 0) return `matrix.${name} has no values`;
    axes.push([name, values]);
  }
  if (axes.length === 0 && include.length === 0) return "a matrix needs at least one axis or include";
  for (const row of exclude)
    for (const key of Object.keys(row))
      if (!axes.some(([name]) => name === key)) return `matrix.exclude names ${key}, which is no axis`;
  return { axes, include, exclude };
}

/** An entry matches where every leaf of it is loosely equal to the same place in the value. */
function covers(pattern: Value | undefined, value: Value | undefined): boolean {
  if (isObject(pattern))
    return isObject(value) && Object.entries(pattern).every(([key, inner]) => covers(inner, value[key]));
  if (Array.isArray(pattern))
    return (
      Array.isArray(value) && pattern.length === value.length && pattern.every((inner, at) => covers(inner, value[at]))
    );
  return looselyEqual(pattern ?? null, value ?? null);
}

const product = (axes: Matrix["axes"]): Row[] =>
  axes.reduce<Row[]>(
    (partial, [name, values]) => partial.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );

/** GitHub's four steps: cross product (first axis slowest), exclude, include into what fits, include as legs of their own. */
export function expandMatrix(value: Value): Expansion {
  const matrix = readMatrix(value);
  if (typeof matrix === "string") return { problem: matrix };
  const isAxis = (key: string) => matrix.axes.some(([name]) => name === key);
  const base = (matrix.axes.length === 0 ? [] : product(matrix.axes)).filter(
    (row) => !matrix.exclude.some((entry) => covers(entry, row)),
  );
  const extras = base.map((): Row => ({}));
  const alone: Row[] = [];
  for (const entry of matrix.include) {
    const filter = Object.fromEntries(Object.entries(entry).filter(([key]) => isAxis(key)));
    const extra = Object.fromEntries(Object.entries(entry).filter(([key]) => !isAxis(key)));
    let fitted = false;
    base.forEach((row, at) => {
      if (!covers(filter, row)) return;
      fitted = true;
      extras[at] = { ...extras[at], ...extra };
    });
    if (!fitted) alone.push(entry);
  }
  const legs = [
    ...base.map((row, at) => ({ values: { ...row, ...extras[at] }, shown: Object.values(row) })),
    ...alone.map((entry) => ({ values: entry, shown: Object.values(entry) })),
  ];
  if (legs.length === 0) return { problem: "every combination of the matrix is excluded" };
  if (legs.length > largest) return { problem: `the matrix has ${legs.length} legs, GitHub runs at most ${largest}` };
  return { legs };
}

const nameLimit = 100;
const leaves = (value: Value): Value[] =>
  isObject(value) ? Object.values(value).flatMap(leaves) : Array.isArray(value) ? value.flatMap(leaves) : [value];

/** `test` and `[22, "linux"]` → `test (22, linux)`. */
export function legName(job: string, leg: Leg): string {
  const shown = leg.shown.flatMap(leaves).filter((value) => isTruthy(value) || value === false || value === 0);
  const name = shown.length === 0 ? job : `${job} (${shown.map(asText).join(", ")})`;
  return name.length > nameLimit ? `${name.slice(0, nameLimit - 3)}...` : name;
}
