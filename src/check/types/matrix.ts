import { type Data, literalOf, type Matrix, soleExpression, type Text } from "../subject.ts";
import { type Contexts, inferType } from "./infer.ts";
import { any, arrayOf, boolean, mergeAll, nothing, number, strict, string, type Type } from "./type.ts";

/** What `matrix` holds: each vector's values merged, and what `include` adds. */
export function matrixType(matrix: Matrix, contexts: Contexts): Type {
  if (matrix.expression !== undefined) return any;
  const props: Record<string, Type> = {};
  const add = (name: string, type: Type) => {
    const before = props[name.toLowerCase()];
    props[name.toLowerCase()] = before === undefined ? type : mergeAll([before, type]);
  };
  for (const { name, values } of matrix.vectors) {
    if (name.value.includes("${{")) return any;
    add(
      name.value,
      isText(values)
        ? itemType(textType(values, contexts))
        : mergeAll(values.map((value) => dataType(value, contexts))),
    );
  }
  const { include } = matrix;
  if (include === undefined) return strict(props);
  if (isText(include)) return any;
  for (const entry of include) {
    if (entry.kind === "scalar" && literalOf(entry.text) === undefined) return any;
    if (entry.kind !== "mapping") continue;
    for (const { key, value } of entry.entries) add(key.value, dataType(value, contexts));
  }
  return strict(props);
}

function isText(values: readonly Data[] | Text): values is Text {
  return "parts" in values;
}

function itemType(type: Type): Type {
  return type.kind === "array" ? type.of : any;
}

export function textType(text: Text, contexts: Contexts): Type {
  if (literalOf(text) !== undefined) return string;
  const sole = soleExpression(text);
  if (sole === undefined) return string;
  return sole.syntax === undefined ? any : inferType(sole.syntax, contexts, () => {});
}

export function dataType(data: Data, contexts: Contexts): Type {
  if (data.kind === "sequence") return arrayOf(mergeAll(data.items.map((item) => dataType(item, contexts))));
  if (data.kind === "mapping")
    return strict(Object.fromEntries(data.entries.map(({ key, value }) => [key.value, dataType(value, contexts)])));
  if (data.value === null) return nothing;
  if (typeof data.value === "number") return number;
  return typeof data.value === "boolean" ? boolean : textType(data.text, contexts);
}
