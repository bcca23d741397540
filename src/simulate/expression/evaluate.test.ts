import { expect, test } from "vitest";
import { condition, ExpressionFailure, evaluate, interpolate, type Place } from "./evaluate.ts";
import { jobStatus, type Result, stepStatus } from "./status.ts";
import type { Value } from "./value.ts";

const place = (job: "success" | "failure" | "cancelled" = "success"): Place => ({
  contexts: {
    github: { event_name: "push", ref: "refs/heads/main", event: { commits: [{ id: "a" }, { id: "b" }] } },
    steps: { build: { outputs: { digest: "sha256:1" } } },
    needs: {},
    inputs: { flag: false, count: 3, name: "" },
  },
  functions: stepStatus(job),
});

test.each<[string, Value]>([
  ["github.ref", "refs/heads/main"],
  ["github.missing.deeper", null],
  ["steps.build.outputs.digest == 'SHA256:1'", true],
  ["github.event.commits.*.id", ["a", "b"]],
  ["join(github.event.commits.*.id, '-')", "a-b"],
  ["inputs.count > 2 && 'many' || 'few'", "many"],
  ["case(inputs.flag, 'a', inputs.count == 3, 'b', 'c')", "b"],
  ["fromJSON('[1,true,null]')", [1, true, null]],
  ["!inputs.name", true],
])("%s", (expression, value) => {
  expect(evaluate(expression, place())).toEqual(value);
});

test("format doubles braces to write one", () => expect(evaluate("format('{{{0}}}', 1)", place())).toBe("{1}"));

test("a text alone keeps its value's kind, mixed text does not", () => {
  expect(interpolate("${{ inputs.count }}", place())).toBe(3);
  expect(interpolate("n=${{ inputs.count }} f=${{ inputs.flag }}", place())).toBe("n=3 f=false");
  expect(interpolate("${{ '}}' }}!", place())).toBe("}}!");
  expect(interpolate("${{ never ends", place())).toBe("${{ never ends");
});

test.each([
  [undefined, true, false, false],
  ["", true, false, false],
  ["github.ref == 'refs/heads/main'", true, false, false],
  ["always()", true, true, true],
  ["failure()", false, true, false],
  ["cancelled()", false, false, true],
  ["!cancelled()", true, true, false],
  ["${{ failure() || cancelled() }}", false, true, true],
  ["'failure()' != ''", true, false, false],
])("if: %s holds after success, failure, cancellation: %s %s %s", (text, ...expected) => {
  expect([
    condition(text, place("success")),
    condition(text, place("failure")),
    condition(text, place("cancelled")),
  ]).toEqual(expected);
});

// platform facts, section 10: all that a job descends from counts, not only what it names
test.each<[string, Record<string, Result>, boolean, boolean[]]>([
  ["all well", { a: "success", b: "success" }, false, [true, false, false, true]],
  ["one skipped", { a: "skipped", b: "success" }, false, [false, false, false, true]],
  ["one failed", { a: "failure", b: "skipped" }, false, [false, true, false, true]],
  ["the run cancelled", { a: "success" }, true, [false, false, true, false]],
])("of a job: %s", (_, ancestors, cancelled, expected) => {
  const at: Place = { contexts: {}, functions: jobStatus(ancestors, cancelled) };
  expect(["success()", "failure()", "cancelled()", "!cancelled()"].map((text) => condition(text, at))).toEqual(
    expected,
  );
});

test("success('a') asks of that job alone", () => {
  const at: Place = { contexts: {}, functions: jobStatus({ a: "success", b: "failure" }, false) };
  expect(condition("success('a')", at)).toBe(true);
});

test("what GitHub's parser refuses is named with its expression", () => {
  expect(() => evaluate("github.ref ==", place())).toThrow(ExpressionFailure);
  expect(() => evaluate("nowhere.x", place())).toThrow(/nowhere/);
});
