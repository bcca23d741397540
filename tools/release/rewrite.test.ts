import { expect, test } from "vitest";
import { rewritten } from "./rewrite.ts";

const released = { repository: "acme/tide", commit: "0123456789abcdef0123456789abcdef01234567", version: "v1.2.3" };
const at = `acme/tide/actions/audit@${released.commit}`;
const called = (steps: string) =>
  `on:\n  workflow_call:\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      ${steps}\n`;

test.each([
  ["- uses: $/actions/audit", `- uses: ${at} # v1.2.3`],
  ["- uses: $//actions/audit # ours", `- uses: ${at} # v1.2.3 # ours`],
  ["- uses: '$/actions/audit'", `- uses: '${at}' # v1.2.3`],
  ['- { uses: "$/actions/audit", with: { folder: . } }', `- { uses: "${at}", with: { folder: . } }`],
  ["- parallel:\n          - uses: $/actions/audit", `- parallel:\n          - uses: ${at} # v1.2.3`],
  ["- uses: $/actions/audit\r\n      - run: echo", `- uses: ${at} # v1.2.3\r\n      - run: echo`],
])("%j names the action by repository and commit, with its version", (before, after) => {
  expect(rewritten("x.yml", called(before), released)).toEqual({ text: called(after), actions: ["actions/audit"] });
});

test("what only looks like a use stays as it is: a script, a comment, an action of others", () => {
  const rest = "- run: echo uses:$/actions/no # $/actions/no\n      - uses: actions/checkout@v7";
  const text = called(`- uses: $/actions/audit\n      ${rest}`);
  expect(rewritten("x.yml", text, released)?.text).toBe(called(`- uses: ${at} # v1.2.3\n      ${rest}`));
});

test("a step that an alias repeats is written out once", () => {
  const text = called("- &audit\n        uses: $/actions/audit\n      - *audit");
  expect(rewritten("x.yml", text, released)?.text).toBe(
    called(`- &audit\n        uses: ${at} # v1.2.3\n      - *audit`),
  );
});

test("a workflow that is called is named by ./, which is the same repository and commit on every server", () => {
  const text = "on: workflow_call\njobs:\n  a:\n    uses: $/.github/workflows/b.yml\n";
  expect(rewritten("x.yml", text, released)).toEqual({
    text: text.replace("$/", "./"),
    actions: [],
  });
});

test("a workflow that nobody calls, or that names nothing by $/, stays as it is", () => {
  expect(rewritten("x.yml", called("- run: echo"), released)).toBeUndefined();
  expect(
    rewritten("x.yml", called("- uses: $/actions/audit").replace("workflow_call", "push"), released),
  ).toBeUndefined();
});

test("what is no workflow is refused, with what is wrong", () => {
  expect(() => rewritten("x.yml", "on: workflow_call\n", released)).toThrow(
    /^x\.yml cannot be read as a workflow: .*jobs/,
  );
});
