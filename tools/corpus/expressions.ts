import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { ExpressionFailure, evaluate } from "../../src/simulate/expression/evaluate.ts";
import type { Contexts, Value } from "../../src/simulate/expression/value.ts";
import type { Case, CorpusKind } from "./kind.ts";

// a guard rather than a schema: TypeScript does not follow a schema of JSON down to its leaves
function isValue(value: unknown): value is Value {
  if (typeof value !== "object" || value === null)
    return ["boolean", "number", "string", "object"].includes(typeof value);
  return Object.values(value).every(isValue);
}
function isContexts(value: unknown): value is Contexts {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isValue(value);
}
const known = v.object({
  expr: v.string(),
  contexts: v.optional(v.unknown(), {}),
  skip: v.optional(v.array(v.string()), []),
  result: v.optional(v.object({ kind: v.string(), value: v.optional(v.unknown()) })),
  err: v.optional(v.object({ kind: v.string(), value: v.string() })),
});
const file = v.record(v.string(), v.array(known));
type Known = v.InferOutput<typeof known>;

/** GitHub's known answers for `${{ }}`: `{ group: [{ expr, contexts?, result | err, skip? }] }`. */
export const expressions: CorpusKind = {
  about: "GitHub's known answers for expressions",
  run: (folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .flatMap((name) => {
        const groups = v.parse(file, JSON.parse(readFileSync(join(folder, name), "utf8")));
        const cases = Object.values(groups).flat();
        return cases
          .filter(({ skip }) => !skip.includes("typescript"))
          .map((each) => judge(`${name} ${each.expr.slice(0, 120)}`, each));
      }),
};

function judge(name: string, { expr, contexts, result, err }: Known): Case {
  if (!isContexts(contexts)) return { name, passed: false, detail: "its contexts are no mapping" };
  try {
    const value = evaluate(expr, { contexts, functions: [] });
    if (err !== undefined)
      return { name, passed: false, detail: `expected the error: ${err.value}\ngot ${show(value)}` };
    const passed = sameValue(value, result?.value ?? null);
    return { name, passed, detail: `expected ${JSON.stringify(result)}, got ${show(value)}` };
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    return {
      name,
      passed: err !== undefined,
      detail: `expected ${JSON.stringify(result)}, got the error ${error.message}`,
    };
  }
}

function sameValue(a: Value, b: unknown): boolean {
  if (typeof a === "number" && (typeof b === "number" || typeof b === "string"))
    return Object.is(a, Number(b)) || a === Number(b);
  return JSON.stringify(a) === JSON.stringify(b);
}

function show(value: Value): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
