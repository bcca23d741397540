import type { Request } from "express";
import * as v from "valibot";
import { Problem, type Violation } from "./serving/problem.ts";

/** Every issue with its place as a JSON pointer: `/lines/0/quantity`. */
export const violationsOf = (issues: readonly v.BaseIssue<unknown>[], mark: string): readonly Violation[] =>
  issues.map((issue) => ({
    where: (issue.path ?? []).map((item) => `${mark}${String(item.key)}`).join("") || mark,
    expected: issue.message,
  }));

export function bodyOf<S extends v.GenericSchema>(request: Request, schema: S, what: string): v.InferOutput<S> {
  if (!request.is("application/json")) throw new Problem(415, "Not JSON", "Send the body as application/json.");
  const parsed = v.safeParse(schema, request.body);
  if (parsed.success) return parsed.output;
  throw new Problem(400, `Bad ${what}`, `The ${what} cannot be read.`, {
    violations: violationsOf(parsed.issues, "/"),
  });
}

export function queryOf<S extends v.GenericSchema>(request: Request, schema: S, what: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, request.query);
  if (parsed.success) return parsed.output;
  throw new Problem(400, `Bad ${what}`, "Some of the parameters cannot be used.", {
    violations: violationsOf(parsed.issues, ""),
  });
}
