import { evaluate } from "../expression/evaluate.ts";
import type { Value } from "../expression/value.ts";

/** GitHub's `==`: texts ignore case, a text and a number compare as numbers. Its own evaluator decides. */
export const looselyEqual = (left: Value, right: Value): boolean =>
  evaluate("a.left == a.right", { contexts: { a: { left, right } }, functions: [] }) === true;
