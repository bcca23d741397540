import { expect, test } from "vitest";
import { readWorkflow, source } from "../../read/index.ts";
import { usualRef, whyNot } from "./trigger.ts";

test.each([
  ["", "refs/heads/here"],
  ["branches: [main]", "refs/heads/main"],
  ["branches: ['releases/**']", "refs/heads/releases/1"],
  ["branches: ['!no', '**-x']", "refs/heads/1-x"],
  ["tags: ['v*']", "refs/tags/v1"],
  ["tags: ['v[0-9]+.[0-9]+.[0-9]+']", "refs/tags/v0.0.0"],
  ["tags: ['v*.*.*', '!v*-*']", "refs/tags/v1.1.1"],
  ["tags: ['**']", "refs/tags/1"],
])("where a push is filtered by { %s } and none is named, %s is rehearsed", (filter, ref) => {
  const text = `on: { push: { ${filter} } }\njobs: { a: { runs-on: x, steps: [{ run: echo }] } }\n`;
  const { workflow } = readWorkflow(source("x.yml", text));
  if (!workflow) throw new Error(text);
  expect(usualRef(workflow, "push", "here")).toBe(ref);
  expect(whyNot(workflow, "push", ref)).toBeUndefined();
});
