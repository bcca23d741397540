import { expect, test } from "vitest";
import { parseMessage } from "./message.ts";
import { bumpOf, bumpsOver, type Rules, weighAll } from "./weigh.ts";

const types = (text: string) =>
  parseMessage(text).changes.map(
    ({ type, scope, breaking }) => `${type}${scope ? `(${scope})` : ""}${breaking ? "!" : ""}`,
  );

test.each([
  ["feat: a", ["feat"]],
  ["Feat(Cart)!: a", ["feat(Cart)!"]],
  ["fix():  a", ["fix"]],
  ["build(deps-dev): bump x from 1 to 2", ["build(deps-dev)"]],
  ["feat:a", []],
  ["feat : a", []],
  ["feat(cart: a", []],
  ["Merge pull request #1 from x/feat", []],
  ["Title (#9)\n\n* feat: a\n* fix(b): c\n- perf: d\n\n  - docs: nested", ["feat", "fix(b)", "perf"]],
  ["feat: whole (#9)\n\n* fix: part", ["feat", "fix"]],
  ["feat: a\r\n\r\n* fix: b\r\n", ["feat", "fix"]],
  ["feat: a\n\n-type-\nfix", ["feat"]],
  ["", []],
])("%j says %j", (text, expected) => expect(types(text)).toEqual(expected));

test.each([
  ["fix: a\n\nBREAKING CHANGE: gone", ["gone"]],
  ["fix: a\n\nBREAKING-CHANGE: gone\nfor good\n\nmore words", ["gone for good"]],
  ["fix: a\n\nBREAKING CHANGE: gone\nRefs: #1\nReviewed-by: Z", ["gone"]],
  ["Squash (#1)\n\n* feat: a\n* BREAKING CHANGE: gone\n* fix: b", ["gone"]],
  ["fix: a\n\nBreaking change here, in prose", []],
  ["fix: a\n\nbreaking change: not in capitals", []],
  ["fix: a\n\nThis is no BREAKING CHANGE: really", []],
])("%j breaks %j", (text, expected) => expect(parseMessage(text).breaking).toEqual(expected));

const rules: Rules = { bumps: bumpsOver(new Map()), otherwise: "none" };
const sha = (index: number) => String(index).repeat(40).slice(0, 40);
/** newest first, as GitHub's lists are read */
const raised = (messages: readonly string[], own: Rules = rules) =>
  bumpOf(
    weighAll(
      messages.map((message, index) => ({ sha: sha(index), parents: ["p"], message, date: "" })),
      own,
    ),
  );

test.each<readonly [readonly string[], string]>([
  [["chore: a"], "none"],
  [["fix: a", "feat: b"], "minor"],
  [["fix!: a", "feat: b"], "major"],
  [['Revert "feat: b"', "feat: b"], "none"],
  [['Revert "feat: b (#1)" (#2)', "feat: b (#1)"], "none"],
  [['Revert "feat: b"\n\nThis reverts commit 1111111.', "feat: b"], "none"],
  [['Revert "Revert "feat: b""', 'Revert "feat: b"', "feat: b"], "minor"],
  [['Revert "feat: b"'], "patch"],
  [["revert: the count\n\nRefs: 1111111, 2222222", "feat: b", "feat!: c"], "none"],
  [["fix: x", 'Revert "feat!: b"', "feat!: b"], "patch"],
])("%j raises %s", (messages, bump) => expect(raised(messages)).toBe(bump));

test("a merge counts by what it merges, unless its own header says a type", () => {
  const merge = (message: string) =>
    bumpOf(weighAll([{ sha: sha(1), parents: ["a", "b"], message, date: "" }], { ...rules, otherwise: "patch" }));
  expect(merge("Merge branch 'x'\n\n* feat: a")).toBe("none");
  expect(merge("feat: whole branch")).toBe("minor");
});

test("types may raise something else, and what has none what is asked", () => {
  const own: Rules = {
    bumps: bumpsOver(
      new Map([
        ["docs", "patch"],
        ["feat", "none"],
      ]),
    ),
    otherwise: "none",
  };
  expect(raised(["docs: a"], own)).toBe("patch");
  expect(raised(["feat: a"], own)).toBe("none");
  expect(raised(["feat!: a"], own)).toBe("major");
  expect(raised(["anything"], { ...rules, otherwise: "minor" })).toBe("minor");
});
