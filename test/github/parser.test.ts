import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
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
const folder = join(import.meta.dirname, "../../.github/workflows");
const ours = readdirSync(folder).map((name) => ({ path: name, text: readFileSync(join(folder, name), "utf8") }));

/** What a program of GitHub's says of files. */
function said(program: string, of: readonly { readonly path: string; readonly text: string }[]) {
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, program)], {
    input: JSON.stringify(Object.fromEntries(of.map(({ path, text }) => [path, text]))),
    encoding: "utf8",
  });
  return { answer: stdout === "" ? {} : v.parse(Answer, JSON.parse(stdout)), stderr };
}
const { answer, stderr } = said("parser.mjs", files);
const known = (error: string) => unknownToParser.some(({ pattern }) => pattern.test(error));

test("nothing is wrong with it by our own rules", () => {
  expect(generated.problems).toEqual([]);
  expect(stderr).toBe("");
});

test("GitHub's parser takes every generated workflow, but for what it does not know yet", () => {
  const errors = Object.values(answer).flatMap((a) => a.errors);
  expect(errors.filter((error) => !known(error))).toEqual([]);
  expect(unknownToParser.filter(({ pattern }) => !errors.some((error) => pattern.test(error)))).toEqual([]);
  expect(Object.keys(answer)).toHaveLength(files.length);
});

test("GitHub's parser and its validator take every workflow of our own, but for the same", () => {
  for (const program of ["parser.mjs", "validator.mjs"]) {
    const told = said(program, ours);
    expect(told.stderr, program).toBe("");
    expect(Object.keys(told.answer), program).toHaveLength(ours.length);
    const errors = Object.entries(told.answer).flatMap(([name, one]) => one.errors.map((error) => `${name}: ${error}`));
    expect(
      errors.filter((error) => !known(error)),
      program,
    ).toEqual([]);
  }
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
