import { soleExpression, type Text } from "../expression/expression.ts";
import { readText } from "../expression/text.ts";
import { type Reading, report } from "../problem.ts";
import type { Located, Span } from "../source.ts";
import { describe, type Node } from "../yaml/node.ts";
import { fields, loose } from "./mapping.ts";
import { flag, number, type Value } from "./value.ts";

export interface Strategy {
  readonly at: Span;
  readonly failFast?: Value<boolean> | undefined;
  readonly maxParallel?: Value<number> | undefined;
  readonly matrix?: Matrix | undefined;
  readonly expression?: Text | undefined;
}

/** The whole matrix may be one expression; so may each vector, and each value in it. */
export interface Matrix {
  readonly at: Span;
  readonly vectors: readonly Vector[];
  readonly include?: readonly Data[] | Text | undefined;
  readonly exclude?: readonly Data[] | Text | undefined;
  readonly expression?: Text | undefined;
}

export interface Vector {
  readonly name: Located<string>;
  readonly at: Span;
  readonly values: readonly Data[] | Text;
}

/** Any YAML value, expressions in it parsed. */
export type Data =
  | {
      readonly kind: "scalar";
      readonly at: Span;
      readonly value: string | number | boolean | null;
      readonly text: Text;
    }
  | { readonly kind: "sequence"; readonly at: Span; readonly items: readonly Data[] }
  | {
      readonly kind: "mapping";
      readonly at: Span;
      readonly entries: readonly { readonly key: Located<string>; readonly value: Data }[];
    };

const where = "jobs.<id>.strategy";

export function readStrategy(reading: Reading, node: Node): Strategy | undefined {
  const whole = wholeExpression(reading, node);
  if (whole !== undefined) return { at: node.at, expression: whole };
  const f = fields(reading, node, {
    what: '"strategy"',
    keys: ["matrix", "fail-fast", "max-parallel"],
    position: where,
  });
  return (
    f && {
      at: node.at,
      failFast: f["fail-fast"] && flag(reading, f["fail-fast"], where),
      maxParallel: f["max-parallel"] && number(reading, f["max-parallel"], where),
      matrix: f.matrix && readMatrix(reading, f.matrix),
    }
  );
}

export function readMatrix(reading: Reading, node: Node): Matrix | undefined {
  const whole = wholeExpression(reading, node);
  if (whole !== undefined) return { at: node.at, vectors: [], expression: whole };
  const vectors: Vector[] = [];
  const filters: { [key in "include" | "exclude"]?: readonly Data[] | Text } = {};
  for (const { key, value } of loose(reading, node, '"matrix"')) {
    const isFilter = key.text === "include" || key.text === "exclude";
    const values = readVector(reading, value, key.text, isFilter);
    if (values === undefined) continue;
    if (key.text === "include" || key.text === "exclude") filters[key.text] = values;
    else vectors.push({ name: { value: key.text, at: key.at }, at: value.at, values });
  }
  return { at: node.at, vectors, ...filters };
}

function readVector(reading: Reading, node: Node, name: string, isFilter: boolean): readonly Data[] | Text | undefined {
  const whole = wholeExpression(reading, node);
  if (whole !== undefined) return whole;
  if (node.kind !== "sequence") {
    report(
      reading,
      "unexpected-type",
      node.at,
      `"${name}" in a matrix is a list or one expression, not ${describe(node)}`,
      node.key,
    );
    return undefined;
  }
  if (node.items.length === 0 && !isFilter) {
    report(reading, "matrix", node.at, `"${name}" has no values, so the matrix would have no jobs`, node.key);
  }
  const items = node.items.map((item) => readData(reading, item));
  if (isFilter) {
    for (const item of items) {
      if (item.kind !== "mapping" && !(item.kind === "scalar" && soleExpression(item.text) !== undefined)) {
        report(reading, "unexpected-type", item.at, `each item of "${name}" is a mapping of matrix keys to values`);
      }
    }
  }
  return items;
}

export function readData(reading: Reading, node: Node): Data {
  switch (node.kind) {
    case "scalar":
      return { kind: "scalar", at: node.at, value: node.value, text: readText(reading, node, where) };
    case "sequence":
      return { kind: "sequence", at: node.at, items: node.items.map((item) => readData(reading, item)) };
    case "mapping": {
      const entries = loose(reading, node, "a matrix value").map(({ key, value }) => ({
        key: { value: key.text, at: key.at },
        value: readData(reading, value),
      }));
      return { kind: "mapping", at: node.at, entries };
    }
  }
}

function wholeExpression(reading: Reading, node: Node): Text | undefined {
  if (node.kind !== "scalar" || !node.text.includes("${{")) return undefined;
  const text = readText(reading, node, where);
  return soleExpression(text) === undefined ? undefined : text;
}
