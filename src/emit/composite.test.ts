import { expect, test } from "vitest";
import { pinned } from "../bindings/pinned.ts";
import { github, secret } from "../expr/contexts.ts";
import { Expr } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import { composite } from "../workflow/composite.ts";
import { job } from "../workflow/job.ts";
import { model } from "../workflow/job-model.ts";
import { sh } from "../workflow/script.ts";
import { generate } from "./generate.ts";

const { uses } = pinned({ "acme/greet": { commit: "a".repeat(40), tag: "v1.0.0" } });
const problemsOf = (made: ReturnType<typeof composite>) =>
  generate([], [{ composite: made, from: "x.ts" }]).problems.map((p) => `${p.code}: ${p.message}`);

test("a composite action is written as its action.yml", () => {
  const setup = composite(".github/actions/setup", {
    name: "Set up",
    description: "Node and the packages",
    inputs: { node: { description: "its version", default: "24" } },
    branding: { icon: "anchor", color: "blue" },
    steps: ({ step, inputs }) => {
      const found = step(sh`./find ${inputs.node} >> "$GITHUB_OUTPUT"`, { outputs: ["version", "path"] });
      return {
        version: { value: found.outputs.version, description: "what was found" },
        path: found.outputs.path,
      };
    },
  });
  const { files, problems } = generate([], [{ composite: setup, from: "workflows-src/setup.ts" }]);
  expect(problems).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual([".github/actions/setup/action.yml"]);
  expect(files[0]?.text.split("\n").slice(2).join("\n")).toBe(`name: Set up
description: Node and the packages

inputs:
  node:
    description: its version
    default: '24'

outputs:
  version:
    description: what was found
    value: \${{ steps.version.outputs.version }}
  path:
    value: \${{ steps.version.outputs.path }}

branding:
  icon: anchor
  color: blue

runs:
  using: composite
  steps:
    - id: version
      shell: bash
      env:
        NODE: \${{ inputs.node }}
      run: ./find "$NODE" >> "$GITHUB_OUTPUT"
`);
});

test("whoever uses it needs what its steps need: the higher level, and every reason for it", () => {
  const publish = composite("actions/publish", {
    name: "Publish",
    description: "Writes, then reads",
    steps: ({ step }) => {
      step(uses("acme/greet"), { permissions: { contents: ["write", "pushes the tag"] } });
      step(sh`git log`, { permissions: { contents: ["read", "reads the log"] } });
      step(sh`gh release create`, { permissions: { contents: ["write", "creates the release"] } });
    },
  });
  const user = job("a", { runsOn: "ubuntu-24.04", steps: ({ step }) => void step(publish()) });
  const made = user[model];
  const [step] = made.kind === "steps" ? made.steps : [];
  expect(step?.what).toMatchObject({
    permissions: { contents: ["write", "pushes the tag; creates the release"] },
  });
});

test.each<[string, ReturnType<typeof composite>, string]>([
  [
    "a step that has not run yet",
    composite("a", {
      name: "A",
      description: "a",
      steps: ({ step }) => {
        step(sh`echo ${new Expr<string, "steps">(path("steps", "later", "outputs", "x"))}`);
        step(sh`true`, { id: "later" });
      },
    }),
    "step-order: step later has not run yet",
  ],
  [
    "two steps of one id",
    composite("a", {
      name: "A",
      description: "a",
      steps: ({ step }) => {
        step(sh`true`, { id: "x" });
        step(sh`true`, { id: "x" });
      },
    }),
    "duplicate: two steps of one job are called x",
  ],
  [
    "a secret",
    composite("a", {
      name: "A",
      description: "a",
      steps: ({ step }) => void step(sh`echo ${secret("X")} ${github.sha}`),
    }),
    "context: secrets cannot be read in a composite action",
  ],
  [
    "a timeout",
    composite("a", {
      name: "A",
      description: "a",
      steps: ({ step }) => void step(sh`true`, { timeoutMinutes: 1 }),
    }),
    "background: a step of a composite action takes no timeoutMinutes",
  ],
  [
    "a place outside of the repository",
    composite("../a", { name: "A", description: "a", steps: ({ step }) => void step(sh`true`) }),
    "file: '../a' is no folder of this repository",
  ],
])("refused: %s", (_, made, message) => {
  expect(problemsOf(made)).toEqual([expect.stringContaining(message)]);
});
