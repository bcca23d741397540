import fc from "fast-check";
import { expect, test } from "vitest";
import { github, secret } from "./contexts.ts";
import { type AnyExpr, Expr, nodeOf } from "./expression.ts";
import { at, each } from "./filter.ts";
import { choose, contains, fromJson, hashFiles, oneOf, orElse, toJson } from "./functions.ts";
import type { Node } from "./node.ts";
import { path } from "./node.ts";
import { and, eq, gt, isTrue, ne, not, notEmpty, or } from "./operators.ts";
import { readsOf } from "./parse.ts";
import { print } from "./print.ts";
import { render, renderCondition } from "./render.ts";
import { always, failure, success } from "./status.ts";
import { text } from "./text.ts";

const printed = (e: AnyExpr) => print(nodeOf(e));
const onMain = eq(github.ref, "refs/heads/main");
const labels: Expr<readonly { readonly name: string }[], "github"> = new Expr(
  path("github", "event", "pull_request", "labels"),
);

test.each<[AnyExpr, string]>([
  [onMain, "github.ref == 'refs/heads/main'"],
  [
    and(onMain, or(always(), not(onMain))),
    "github.ref == 'refs/heads/main' && (always() || !(github.ref == 'refs/heads/main'))",
  ],
  [and(onMain, and(always(), success())), "github.ref == 'refs/heads/main' && always() && success()"],
  [ne(github.actor, "it's"), "github.actor != 'it''s'"],
  [notEmpty(secret("A-B")), "secrets.A-B != ''"],
  [isTrue(secret("A")), "secrets.A == 'true'"],
  [oneOf(github.ref_type, "tag"), `contains(fromJSON('["tag"]'), github.ref_type)`],
  [each(labels, (l) => l.name), "github.event.pull_request.labels.*.name"],
  [
    contains(
      each(labels, (l) => l.name),
      "x",
    ),
    "contains(github.event.pull_request.labels.*.name, 'x')",
  ],
  [at(labels, 0).name, "github.event.pull_request.labels[0].name"],
  [choose({ when: onMain, use: "a" }, "b"), "case(github.ref == 'refs/heads/main', 'a', 'b')"],
  [orElse(github.head_ref, github.ref_name), "github.head_ref || github.ref_name"],
  [
    fromJson<{ readonly "node-version": number }>()(github.actor)["node-version"],
    "fromJSON(github.actor).node-version",
  ],
  [gt(fromJson<number>()(github.run_attempt), 1), "fromJSON(github.run_attempt) > 1"],
  [toJson(github.actor), "toJSON(github.actor)"],
  [hashFiles("**/package-lock.json", "x"), "hashFiles('**/package-lock.json', 'x')"],
  [failure({ id: "build" }), "failure('build')"],
  [text`{${github.actor}} is ${text`${1}-${github.sha}`}`, "format('{{{0}}} is 1-{1}', github.actor, github.sha)"],
])("%#: GitHub's own spelling", (expression, expected) => {
  expect(printed(expression)).toBe(expected);
  expect(readsOf(expected).error).toBeUndefined();
});

test("text becomes text, a lone expression stays one, a condition stands bare", () => {
  expect(render(text`Deploy ${github.ref} to ${"x"}`)).toBe("Deploy ${{ github.ref }} to x");
  expect(render(github.ref)).toBe("${{ github.ref }}");
  expect(`${github.ref}`).toBe("${{ github.ref }}");
  expect(renderCondition(onMain)).toBe("github.ref == 'refs/heads/main'");
  expect(renderCondition(not(always()))).toBe("${{ !always() }}");
});

const names = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,5}$/);
const trees: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc
      .oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
      .map((value): Node => ({ kind: "literal", value })),
    names.map((key): Node => path("github", key)),
    fc
      .tuple(tie("node"), names)
      .map(([of, key]): Node => ({ kind: "member", of: of.kind === "literal" ? path("github") : of, key })),
    fc
      .array(tie("node"), { minLength: 2, maxLength: 3 })
      .chain((args) => fc.constantFrom("&&" as const, "||" as const).map((op): Node => ({ kind: "infix", op, args }))),
    fc
      .tuple(tie("node"), tie("node"), fc.constantFrom("==" as const, "!=" as const, "<" as const, ">=" as const))
      .map(([a, b, op]): Node => ({ kind: "infix", op, args: [a, b] })),
    tie("node").map((arg): Node => ({ kind: "not", arg })),
    fc.tuple(tie("node"), tie("node")).map((args): Node => ({ kind: "call", name: "contains", args })),
  ),
})).node;

test("whatever is built, GitHub's parser accepts", () => {
  fc.assert(
    fc.property(trees, (node) => {
      const source = print(node);
      expect(readsOf(source).error, source).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
