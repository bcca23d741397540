import { describe, expect, it } from "vitest";
import { project } from "../project.ts";
import { checkWorkflow } from "../run.ts";

const open = "$" + "{{";
const check = (uses: string, input?: string, reads?: string) =>
  checkWorkflow(
    "ci.yml",
    [
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:",
      `      - uses: ${uses}\n        id: it`,
      ...(input === undefined ? [] : [`        with: { ${input}: "1" }`]),
      ...(reads === undefined ? [] : [`      - run: make ${open} steps.it.outputs.${reads} }}`]),
    ].join("\n"),
    { project: project(() => undefined) },
  )
    .filter(({ code }) => code === "action-input" || code === "unknown-step")
    .map(({ severity }) => severity);

const commit = "0123456789012345678901234567890123456789";

describe("an input that the newest release does not have", () => {
  it.each([
    ["is an error of that release", "actions/checkout@v7", "depth", ["error"]],
    ["is an error of an earlier one whose inputs are known", "actions/checkout@v4", "depth", ["error"]],
    ["is none where an earlier release had it", "docker/setup-buildx-action@v3", "install", []],
    ["is an error where only an earlier release had it", "docker/setup-buildx-action@v4", "install", ["error"]],
    ["is only remarked where earlier releases are not known", "changesets/action@v1", "title", ["warning"]],
    ["is only remarked at a commit, which may be of any release", `actions/checkout@${commit}`, "depth", ["warning"]],
    ["is an error at a commit when it is plainly a slip", `actions/checkout@${commit}`, "fetch-dpeth", ["error"]],
    ["is only remarked when other hyphens are all that differs", "changesets/action@v1", "push_git_tags", ["warning"]],
  ])("%s", (_, uses, input, expected) => {
    expect(check(uses, input)).toEqual(expected);
  });

  it("is missed only as surely as it is known to be required", () => {
    expect(check("actions/cache@v4", "key")).toEqual(["error"]);
    expect(check(`actions/cache@${commit}`, "key")).toEqual(["warning"]);
  });

  it("is not called deprecated before it was", () => {
    const found = (uses: string) => check(uses, 'private-key: "1", app-id');
    expect(found("actions/create-github-app-token@v3")).toEqual(["error"]);
    expect(found("actions/create-github-app-token@v1")).toEqual([]);
  });
});

describe("an output that no manifest lists", () => {
  it.each([
    ["is a script's own", "actions/github-script@v8", "anything", []],
    ["is a filter's", "dorny/paths-filter@v3", "backend", []],
    ["is an error where outputs are known", "actions/checkout@v7", "backend", ["error"]],
  ])("%s", (_, uses, output, expected) => {
    const required = { "actions/github-script@v8": "script", "dorny/paths-filter@v3": "filters" }[uses];
    expect(check(uses, required, output)).toEqual(expected);
  });
});
