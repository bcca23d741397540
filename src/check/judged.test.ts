/** Lines that are wrong, beside lines that only look like it: one table for slips that no page of docs/rules shows. */
import { describe, expect, it } from "vitest";
import { project } from "./project.ts";
import { checkWorkflow } from "./run.ts";

/** `<…>` stands for an expression. */
const errors = (text: string) =>
  checkWorkflow("ci.yml", text.replaceAll(/<(.*?)>/g, "$${{ $1 }}"), { project: project(() => undefined) })
    .filter(({ severity }) => severity === "error")
    .map(({ line, code }) => `${line} ${code}`);

const job = (...lines: string[]) =>
  ["on: push", "jobs:", "  a:", ...lines.map((line) => `    ${line}`), "    steps: [{ run: make }]"].join("\n");
const run = (script: string, on = "push") =>
  `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${script}`;

describe("a runner", () => {
  it.each([
    ["that is nearly one of GitHub's", "unbuntu-latest", ["4 runner-label"]],
    ["of one's own", "gpu-large", []],
  ])("%s", (_, label, expected) => {
    expect(errors(job(`runs-on: ${label}`))).toEqual(expected);
  });
});

describe("text that strangers write", () => {
  it.each([
    ["is what comes out of ||", "echo <github.head_ref || github.ref>", ["6 script-injection"]],
    ["is not what comes out of && before a text", "echo <github.head_ref && 'pr' || 'push'>", []],
  ])("%s", (_, script, expected) => {
    expect(errors(run(script))).toEqual(expected);
  });
});

describe("inputs of a dispatch", () => {
  it.each([
    ["that are not declared", "{ workflow_dispatch: { inputs: { b: } } }", ["6 unknown-property"]],
    ["of another event, which GitHub may send", "issues", []],
  ])("%s", (_, on, expected) => {
    expect(errors(run("echo <github.event.inputs.a>", on))).toEqual(expected);
  });
});

describe("the default of a called workflow's input", () => {
  const called = (type: string, value: string) =>
    errors(run("make", `{ workflow_call: { inputs: { a: { type: ${type}, default: "${value}" } } } }`));
  it.each([
    ["is of its type", "boolean", "<github.ref == 'a'>", []],
    ["is not of another", "boolean", "<github.ref>", ["1 expression-type"]],
    ["is no number in words", "number", "<github.ref>", ["1 expression-type"]],
    ["may be what is not known yet", "number", "<fromJSON(vars.N)>", []],
  ])("%s", (_, type, value, expected) => {
    expect(called(type, value)).toEqual(expected);
  });
});

it("an environment without a name is none", () => {
  expect(errors(job("runs-on: ubuntu-24.04", "environment: { name: '' }"))).toEqual(["5 empty-value"]);
});

it("the name of an action holds no spaces", () => {
  expect(errors(run("make").replace("run: make", "uses: actions /checkout@v7"))).toEqual(["6 action-reference"]);
});

it("a file holds one document", () => {
  expect(errors(`${run("make")}\n---\non: push`)).toEqual(["7 syntax"]);
});

it.each(["[]", "{}"])("nothing starts a workflow on %s", (on) => {
  expect(errors(run("make", on))).toEqual(["1 empty-value"]);
});
