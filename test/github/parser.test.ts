import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { generate } from "../../src/emit/generate.ts";
import { propertiesOf, readSchema } from "../../tools/github/schema.ts";
import { setup, workflows } from "./everything.ts";
import { unknownToParser } from "./gaps.ts";

const Answer = v.record(v.string(), v.object({ errors: v.array(v.string()), keys: v.array(v.string()) }));

const generated = generate(
  Object.entries(workflows).map(([name, workflow]) => ({ name, workflow, from: "x.ts" })),
  [{ composite: setup, from: "x.ts" }],
);
const files = generated.files.filter(({ path }) => path.startsWith(".github/workflows/"));
const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "parser.mjs")], {
  input: JSON.stringify(Object.fromEntries(files.map(({ path, text }) => [path, text]))),
  encoding: "utf8",
});
const answer = stdout === "" ? {} : v.parse(Answer, JSON.parse(stdout));

test("nothing is wrong with it by our own rules", () => {
  expect(generated.problems).toEqual([]);
  expect(stderr).toBe("");
});

test("GitHub's parser takes every generated workflow, but for what it does not know yet", () => {
  const errors = Object.values(answer).flatMap((a) => a.errors);
  expect(errors.filter((error) => !unknownToParser.some(({ pattern }) => pattern.test(error)))).toEqual([]);
  expect(unknownToParser.filter(({ pattern }) => !errors.some((error) => pattern.test(error)))).toEqual([]);
  expect(Object.keys(answer)).toHaveLength(files.length);
});

/** Keys of the schema that are written differently on purpose; docs/feature-coverage.md says how. */
const elsewhere = new Set([
  "on-mapping.workflow_call",
  ...[...propertiesOf(readSchema("workflow")["workflow-root"]).keys()].map((key) => `workflow-root.${key}`),
]);

test("every key of GitHub's schema is in one of them", () => {
  const seen = new Set(Object.values(answer).flatMap((a) => a.keys));
  const keys = Object.entries(readSchema("workflow")).flatMap(([name, d]) =>
    [...propertiesOf(d).keys()].map((key) => `${name}.${key}`),
  );
  expect(keys.filter((key) => !seen.has(key) && !elsewhere.has(key))).toEqual([]);
});
