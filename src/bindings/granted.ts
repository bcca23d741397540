import { isExpression } from "../expr/expression.ts";
import type { ActionSpec, PermissionNeed } from "../spec/index.ts";
import { type Given, needsOf, unknownUntilRun } from "../spec/needs.ts";
import type { Variables, Written } from "../workflow/positions.ts";
import type { Granted } from "../workflow/scopes.gen.ts";

/** A value that only the run knows stands for any: what depends on it is then needed. */
const known = (value: Written) =>
  isExpression(value) || (typeof value === "string" && value.includes("${{")) ? unknownUntilRun : (value ?? undefined);

/** What a step with these inputs needs of the token, each with its reason. */
export function granted(
  permissions: readonly PermissionNeed[],
  inputs: Variables,
  declared: ActionSpec["inputs"] = {},
): Granted {
  const given: Given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, known(value)]));
  const spec: ActionSpec = {
    name: "",
    title: "",
    description: "",
    inputs: declared,
    outputs: {},
    permissions,
    runs: { using: "node24" },
  };
  const result: Record<string, readonly [level: "read" | "write", why: string]> = {};
  for (const { scope, level, reason } of needsOf(spec, given)) {
    const before = result[scope];
    const same = before && before[0] === level;
    if (!before || level === "write" || same) result[scope] = [level, same ? `${before[1]}; ${reason}` : reason];
  }
  return result;
}
