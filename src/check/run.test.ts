import { describe, expect, it } from "vitest";
import { project, type ReadFile } from "./project.ts";
import { checkWorkflow } from "./run.ts";

const none: ReadFile = () => undefined;
const check = (text: string, read: ReadFile = none) => checkWorkflow("ci.yml", text, { project: project(read) });
const codes = (text: string, read: ReadFile = none) => check(text, read).map(({ code, line }) => `${line} ${code}`);
/** A workflow without remarks of its own; steps begin in line 8. */
const steps = (...lines: string[]) =>
  `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps:\n${lines.map((line) => `      ${line}\n`).join("")}`;
const secret = "- run: make $" + "{{ github.nope }}";

describe("a comment excuses a line, with a reason", () => {
  it.each([
    ["on the line", [`${secret} # tidegate: ignore unknown-property -- a fork of the runner has it`], []],
    ["on the line above", ["# tidegate: ignore unknown-property -- a fork of the runner has it", secret], []],
    ["above another comment", ["# tidegate: ignore unknown-property -- it has it", "# and more", secret], []],
    [
      "not without a reason",
      [`${secret} # tidegate: ignore unknown-property`],
      ["8 ignore-comment", "8 unknown-property"],
    ],
    [
      "not for another rule",
      [`${secret} # tidegate: ignore syntax -- why not`],
      ["8 ignore-comment", "8 unknown-property"],
    ],
    ["not where there is nothing", ["- run: make # tidegate: ignore syntax -- long gone"], ["8 ignore-comment"]],
  ])("%s", (_, lines, expected) => {
    expect(codes(steps(...lines)).sort()).toEqual(expected);
  });

  it("a typed value in the message, not the value alone", () => {
    const [first] = check(steps(secret));
    expect(first?.message).toMatch(/^"github" has no property "nope"; it has "action"/);
  });
});

describe("a matrix of more than 256 jobs", () => {
  const list = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => i));
  const matrix = (...lines: string[]) =>
    codes(
      `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    strategy:\n      matrix:\n${lines.map((line) => `        ${line}\n`).join("")}    steps:\n      - run: make\n`,
    );
  const open = "$" + "{{";

  it.each([
    ["is too much", [`a: ${list(257)}`], ["9 matrix-value"]],
    ["also as JSON in an expression", [`a: ${open} fromJSON('${list(257)}') }}`], ["9 matrix-value"]],
    ["less what is excluded is not", [`a: ${list(20)}`, `b: ${list(13)}`, `exclude: [{ a: 3 }]`], []],
    ["of which the run decides how many is not known", [`a: ${list(256)}`, `b: ${open} fromJSON(vars.LIST) }}`], []],
  ])("%s", (_, lines, expected) => {
    expect(matrix(...lines)).toEqual(expected);
  });
});

it("the name of a variable is no pattern", () => {
  const env = ["env:", `  TITLE(: "$${"{{ github.event.issue.title }}"}"`];
  const found = codes(steps(`- run: echo "x=$TITLE(" >> "$GITHUB_ENV"`, ...env.map((line) => `  ${line}`)));
  expect(found).not.toContain("8 env-file-injection");
});

describe("files of the repository are read", () => {
  const call = (body: string) =>
    `on: push\njobs:\n  a:\n    permissions: { contents: read }\n    uses: ./.github/workflows/b.yml\n${body}`;
  const called =
    "on:\n  workflow_call:\n    inputs:\n      env: { type: string, required: true }\njobs:\n  x:\n    permissions: { contents: write }\n    runs-on: ubuntu-24.04\n    steps: [{ run: make }]\n";
  const read: ReadFile = (path) =>
    path === ".github/workflows/b.yml"
      ? called
      : path === "setup/action.yml"
        ? "name: s\ninputs:\n  who: { required: true }\nruns: { using: node24, main: x.js }\n"
        : undefined;

  it("a called workflow's inputs and permissions", () => {
    expect(codes(call("    with: { evn: x }\n"), read).filter((code) => code.endsWith("reusable-call"))).toEqual([
      "3 reusable-call",
      "5 reusable-call",
      "6 reusable-call",
    ]);
  });

  it("a local action's inputs", () => {
    expect(codes(steps("- uses: ./setup", "  with: { whom: x }"), read)).toEqual(["8 action-input", "9 action-input"]);
  });
});

describe("a file that is no workflow", () => {
  it.each([
    ["empty", "", "1 syntax"],
    ["not YAML", "on: [", "1 syntax"],
    ["a list", "- a\n", "1 syntax"],
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
        .split("")
        .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`)
        .join("\n")}\n`,
      "1 syntax",
    ],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toContain(expected);
  });
});
