import { type Data, literalOf, type Matrix, type Strategy, type Text } from "../../read/index.ts";
import { rawValue } from "./from-step.ts";
import type { Planned, RawTree } from "./plan.ts";

function rawData(data: Data): RawTree {
  switch (data.kind) {
    case "scalar":
      return literalOf(data.text) === undefined ? data.text.text : data.value;
    case "sequence":
      return data.items.map(rawData);
    case "mapping":
      return Object.fromEntries(data.entries.map(({ key, value }) => [key.value, rawData(value)]));
  }
}

const rawList = (values: readonly Data[] | Text): RawTree => ("text" in values ? values.text : values.map(rawData));

function rawMatrix(matrix: Matrix): RawTree {
  if (matrix.expression) return matrix.expression.text;
  return {
    ...Object.fromEntries(matrix.vectors.map(({ name, values }) => [name.value, rawList(values)])),
    ...(matrix.include ? { include: rawList(matrix.include) } : {}),
    ...(matrix.exclude ? { exclude: rawList(matrix.exclude) } : {}),
  };
}

export function planStrategy(strategy: Strategy | undefined): Planned["strategy"] {
  if (strategy?.expression) return strategy.expression.text;
  return (
    strategy && {
      ...(strategy.matrix ? { matrix: rawMatrix(strategy.matrix) } : {}),
      failFast: rawValue(strategy.failFast),
      maxParallel: rawValue(strategy.maxParallel),
    }
  );
}
