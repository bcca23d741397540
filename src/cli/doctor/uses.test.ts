import { expect, test } from "vitest";
import { readWorkflow, source } from "../../read/index.ts";
import { usesIn } from "./uses.ts";

const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
const steps = (...uses: readonly string[]) => uses.map((one) => `        - uses: ${one}\n`).join("");
const workflow = (...uses: readonly string[]) =>
  readWorkflow(source("w.yml", `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps(...uses)}`)).workflow ?? [];
const composite = (...uses: readonly string[]) =>
  `name: x\ndescription: x\nruns:\n    using: composite\n    steps:\n${steps(...uses)}`;
const used = (files: Readonly<Record<string, string>>, ...uses: readonly string[]) =>
  usesIn([workflow(...uses)].flat(), (path) => files[path]);

test.each(["./.github/actions/setup", "$/.github/actions/setup", "./.github/actions/setup/"])(
  "what the composite action %s uses is used by the workflow",
  (uses) => {
    const files = { ".github/actions/setup/action.yml": composite(`actions/setup-node@${sha}`) };
    expect(used(files, uses)).toEqual({ foreign: [`actions/setup-node@${sha}`], unread: [] });
  },
);

test("however deep, in action.yaml as well, and in the root; one that comes back to itself is read once", () => {
  const files = {
    "a/action.yml": composite("./b", "docker/login-action@v4"),
    "b/action.yaml": composite("$/a", "./", "docker://alpine:3"),
    "action.yml": composite("actions/cache@v6"),
  };
  expect(used(files, "./a", "./b", "actions/cache@v6")).toEqual({
    foreign: ["actions/cache@v6", "docker/login-action@v4"],
    unread: [],
  });
});

test("an action that runs code of its own uses nothing", () => {
  const files = { "a/action.yml": "name: x\ndescription: x\nruns:\n  using: node24\n  main: m.js\n" };
  expect(used(files, "./a")).toEqual({ foreign: [], unread: [] });
});

test("one that is not there, that leads out of the repository or that cannot be read is named", () => {
  const files = { "broken/action.yml": ":" };
  expect(used(files, "./made-by-a-step", "./../other", "./broken").unread).toEqual([
    "./../other",
    "./broken",
    "./made-by-a-step",
  ]);
});

test("a workflow of others counts by its name; one of this repository is among the workflows itself", () => {
  const text = `on: push\njobs:\n  a:\n    uses: acme/ci/.github/workflows/x.yml@${sha}\n  b:\n    uses: ./.github/workflows/y.yml\n  c:\n    uses: $/.github/workflows/z.yml\n`;
  const read = readWorkflow(source("w.yml", text)).workflow;
  expect(usesIn(read ? [read] : [], () => undefined)).toEqual({
    foreign: [`acme/ci/.github/workflows/x.yml@${sha}`],
    unread: [],
  });
});
