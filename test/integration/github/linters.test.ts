/** actionlint, zizmor and the JSON schema over generated workflows: a workflow with every key, and our own. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { generate } from "../../../src/emit/generate.ts";
import { linter } from "../../../tools/prepare/linters.ts";
import { setup, workflows } from "../../github/everything.ts";
import { judgedByZizmor, pedanticOfOurs, unknownToActionlint, unknownToSchema } from "../../github/gaps.ts";
import { without } from "../../github/without.ts";
import { describeWith } from "../shop/needs.ts";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "tidegate-linters-"));
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const run = (command: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
};

const sources = Object.entries(workflows).map(([name, workflow]) => ({ name, workflow, from: "x.ts" }));
const { files } = generate(sources, [{ composite: setup, from: "x.ts" }]);
const ours = readdirSync(join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`);
const examples = files.map(({ path }) => path).filter((path) => path.includes("/workflows/"));

beforeAll(() => {
  for (const { path, text } of files) put(path, text);
  for (const path of ours) cpSync(join(root, path), join(folder, path));
});
afterAll(() => rmSync(folder, { recursive: true }));

describeWith("actionlint", linter(root, "actionlint"), "actionlint", (actionlint) => {
  const Messages = v.array(v.object({ message: v.string(), filepath: v.string() }));
  const said = (...paths: readonly string[]) => {
    const { stdout } = run(actionlint, "-shellcheck=", "-pyflakes=", "-format", "{{json .}}", ...paths);
    return v.parse(Messages, JSON.parse(stdout)).map(({ message }) => message);
  };
  const known = (message: string) => unknownToActionlint.some(({ pattern }) => pattern.test(message));

  test("takes every generated workflow, but for what it does not know yet and the escape hatch", () => {
    expect(said(...examples).filter((message) => !known(message))).toEqual([
      expect.stringContaining('unexpected key "future-key"'),
    ]);
    expect(said(...ours).filter((message) => !known(message))).toEqual([]);
  });

  test("still needs each row of its gaps", () => {
    // what reads job.workflow_… stands in no generated file
    put(
      ".github/workflows/called.yml",
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ job.workflow_ref }}\n",
    );
    const messages = said(...examples, ".github/workflows/called.yml");
    const unused = unknownToActionlint.filter(({ pattern }) => !messages.some((message) => pattern.test(message)));
    expect(unused).toEqual([]);
  });
});

describeWith("zizmor", linter(root, "zizmor"), "zizmor", (zizmor) => {
  const Findings = v.array(v.object({ ident: v.string() }));
  const judged = (paths: readonly string[]) => {
    const { stdout, stderr } = run(zizmor, "--offline", "--no-progress", "--format", "json", ...paths);
    expect(stderr).not.toMatch(/fatal|failed to (load|parse)/i);
    return new Set(v.parse(Findings, JSON.parse(stdout)).map(({ ident }) => ident));
  };

  test("reads every generated workflow, and judges in the example what is there on purpose", () => {
    expect([...judged(examples)].sort()).toEqual(judgedByZizmor);
  });

  test("finds nothing in our own, and being pedantic only what is listed", () => {
    expect([...judged(ours)]).toEqual([]);
    const said = ours.flatMap((path) => {
      const { stdout } = run(zizmor, "--offline", "--no-progress", "--pedantic", "--format", "json", path);
      return v.parse(Findings, JSON.parse(stdout)).map(({ ident }) => `${ident} ${basename(path)}`);
    });
    expect([...new Set(said)].sort()).toEqual(pedanticOfOurs.map(({ ident, file }) => `${ident} ${file}`).sort());
  });
});

describeWith("check-jsonschema", linter(root, "jsonSchema"), "the JSON schema", (validator) => {
  const Answer = v.object({ errors: v.array(v.object({ filename: v.string() })) });
  /** The files that the schema refuses. */
  const refused = (schema: string, paths: readonly string[]): readonly string[] => {
    const { stdout } = run(validator, "--builtin-schema", schema, "--output-format", "json", ...paths);
    return [...new Set(v.parse(Answer, JSON.parse(stdout)).errors.map(({ filename }) => filename))];
  };
  const documents = () => examples.map((path) => ({ path, value: parse(readFileSync(join(folder, path), "utf8")) }));

  test("takes every generated workflow without what it does not know yet, our own, and the composite action", () => {
    const stripped = documents().map(({ path, value }) => {
      put(`stripped/${path}.json`, JSON.stringify(without(value, unknownToSchema)));
      return `stripped/${path}.json`;
    });
    expect(refused("vendor.github-workflows", [...stripped, ...ours])).toEqual([]);
    expect(refused("vendor.github-actions", [".github/actions/setup/action.yml"])).toEqual([]);
  });

  test("still needs each row of its gaps", () => {
    const left = unknownToSchema.map((gap, row) => {
      const others = unknownToSchema.filter((other) => other !== gap);
      const paths = documents().map(({ value }, index) => {
        put(`gaps/${row}-${index}.json`, JSON.stringify(without(value, others)));
        return `gaps/${row}-${index}.json`;
      });
      return { gap, paths };
    });
    const bad = new Set(
      refused(
        "vendor.github-workflows",
        left.flatMap(({ paths }) => paths),
      ),
    );
    expect(left.filter(({ paths }) => !paths.some((path) => bad.has(path))).map(({ gap }) => gap)).toEqual([]);
  });
});
