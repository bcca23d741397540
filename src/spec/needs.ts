import type { ActionSpec } from "./action.ts";
import { defaultText } from "./default.ts";
import type { Condition, PermissionNeed } from "./permission.ts";

/** Stands for a value that an expression gives at run time: a condition on it counts as true. */
export const unknownUntilRun: unique symbol = Symbol("unknown until the run");

/** The values of a step's `with`, by input name; one left out is not given. */
export type Given = Readonly<
  Record<string, string | number | boolean | readonly string[] | typeof unknownUntilRun | undefined>
>;

function textOf(spec: ActionSpec, given: Given, name: string): string | typeof unknownUntilRun {
  const value = given[name];
  if (value === unknownUntilRun) return value;
  if (value === undefined) {
    const input = spec.inputs[name];
    const text = (input && defaultText(input)) ?? "";
    return text.includes("${{") ? unknownUntilRun : text;
  }
  return typeof value === "object" ? value.join("\n") : String(value);
}

function holds(condition: Condition, spec: ActionSpec, given: Given): boolean {
  const text = textOf(spec, given, condition.input);
  if (text === unknownUntilRun) return true;
  if ("given" in condition) return (text !== "") === condition.given;
  const expected = "is" in condition ? condition.is : condition.isNot;
  const hit = (typeof expected === "object" ? expected : [expected]).some((value) => String(value) === text);
  return "is" in condition ? hit : !hit;
}

/** What a step with these inputs needs: `needsOf(spec, { push: false })`. */
export const needsOf = (spec: ActionSpec, given: Given): readonly PermissionNeed[] =>
  spec.permissions.filter((need) => need.when === undefined || holds(need.when, spec, given));
