import { nodesOf, parseExpression, type Syntax, source } from "../../read/index.ts";
import { piecesOf } from "./template.ts";

const nowhere = source("", "");

/** Every expression of a text; of a condition without braces, the whole of it. What cannot be parsed reads nothing. */
export function syntaxesOf(text: string, whole = false): readonly Syntax[] {
  const pieces = piecesOf(text).filter(({ kind }) => kind === "expression");
  const expressions = pieces.length === 0 && whole && text.trim() !== "" ? [text] : pieces.map((piece) => piece.text);
  return expressions.flatMap((expression) => {
    const { syntax } = parseExpression(
      { source: nowhere, problems: [] },
      expression,
      { start: 0, end: 0 },
      "jobs.<id>.steps.if",
    );
    return syntax === undefined ? [] : [syntax];
  });
}

/** `needs.a.outputs['b']` → [needs, a, outputs, b] */
export function pathOf(node: Syntax): readonly string[] | undefined {
  if (node.kind === "context") return [node.name];
  if (node.kind !== "index" || node.index.kind !== "literal") return undefined;
  const above = pathOf(node.of);
  return above && [...above, String(node.index.value)];
}

/** Something that a condition asks for, and the values that would make a difference to it. */
export interface Asked {
  readonly path: readonly string[];
  readonly values: readonly string[];
}

/** Stands for any value that nobody compares with. */
export const someValue = "…";

/** What a path comes to, where that is known: then whoever is compared with it may come to the same. */
export type Known = (path: readonly string[]) => string | undefined;

const literalOf = (node: Syntax, known: Known): string | undefined => {
  if (node.kind === "literal") return node.value === null ? "" : String(node.value);
  const path = pathOf(node);
  return path === undefined ? undefined : known(path);
};

/** The paths that an expression reads, each as long as it is written. */
export function pathsIn(syntax: Syntax): readonly (readonly string[])[] {
  const nodes = [...nodesOf(syntax)];
  const inner = new Set(nodes.flatMap((node) => (node.kind === "index" ? [node.of] : [])));
  return nodes.flatMap((node) => {
    const path = inner.has(node) ? undefined : pathOf(node);
    return path !== undefined && path.length > 1 ? [path] : [];
  });
}

/** What the conditions ask for, each with what it is compared with, any other value, and nothing. */
export function askedIn(conditions: readonly string[], known: Known = () => undefined): readonly Asked[] {
  const asked = new Map<string, { path: readonly string[]; values: Set<string> }>();
  const note = (path: readonly string[]) => {
    const key = path.join(".");
    const entry = asked.get(key) ?? { path, values: new Set<string>() };
    asked.set(key, entry);
    return entry;
  };
  for (const syntax of conditions.flatMap((text) => syntaxesOf(text, true))) {
    for (const path of pathsIn(syntax)) note(path);
    for (const node of nodesOf(syntax)) {
      if (node.kind !== "compare") continue;
      const sides = [
        [node.left, node.right],
        [node.right, node.left],
      ] as const;
      for (const [one, other] of sides) {
        const path = pathOf(one);
        const value = literalOf(other, known);
        if (path === undefined || value === undefined) continue;
        note(path).values.add(value);
      }
    }
  }
  return [...asked.values()].map(({ path, values }) => ({
    path,
    values: [...[...values].filter((value) => value !== ""), someValue, ""],
  }));
}
