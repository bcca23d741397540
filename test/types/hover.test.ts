/** What an author's editor shows: every name of `tidegate` says what it is for. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";

interface Exported {
  readonly name: string;
  readonly file: string;
  /** the text of the comment right before it */
  readonly comment: string | undefined;
}

/** Every name that a file exports, by whatever way, with the comment of its declaration. */
function exportsOf(file: string): readonly Exported[] {
  const text = readFileSync(file, "utf8");
  const { program, comments } = parseSync(file, text);
  const commentBefore = (start: number) => {
    const last = comments.filter(({ type, end }) => type === "Block" && end <= start).at(-1);
    // a line about the linter may stand between
    return last && /^\s*(?:\/\/[^\n]*\n\s*)*$/.test(text.slice(last.end, start)) ? last.value : undefined;
  };
  return program.body.flatMap((node): readonly Exported[] => {
    if (node.type === "ExportAllDeclaration") return exportsOf(join(dirname(file), node.source.value));
    if (node.type !== "ExportNamedDeclaration") return [];
    const { source, declaration } = node;
    if (source) {
      const names = node.specifiers.flatMap(({ exported }) => ("name" in exported ? [exported.name] : []));
      const there = new Map(firsts(exportsOf(join(dirname(file), source.value))).map((one) => [one.name, one]));
      return names.map((name) => there.get(name) ?? { name, file, comment: undefined });
    }
    const comment = commentBefore(node.start);
    if (declaration?.type === "VariableDeclaration")
      return declaration.declarations.flatMap(({ id }) => ("name" in id ? [{ name: id.name, file, comment }] : []));
    return declaration && "id" in declaration && declaration.id && "name" in declaration.id
      ? [{ name: declaration.id.name, file, comment }]
      : [];
  });
}

/** Of a function that is declared several times an editor shows the first comment. */
const firsts = (all: readonly Exported[]) => [...new Map(all.toReversed().map((one) => [one.name, one])).values()];
const root = join(import.meta.dirname, "../..");
const all = firsts(exportsOf(join(root, "src/index.ts")));

test("the exports are found", () => {
  const names = all.map(({ name }) => name);
  for (const name of ["workflow", "job", "eq", "sh", "composite", "pinned", "StepWith", "JobDefinition"])
    expect(names).toContain(name);
  expect(all.every(({ file }) => existsSync(file))).toBe(true);
});

/** What else the package gives: `tidegate/config` and so on. The bindings have the hover texts of their actions. */
const entries = [
  "src/index.ts",
  "src/config/index.ts",
  "src/pipelines/index.ts",
  "src/action/index.ts",
  "src/action/testing/index.ts",
];

test.each(entries)("every name of %s has a comment that an editor shows", (entry) => {
  const bare = firsts(exportsOf(join(root, entry))).filter(
    ({ comment }) => !comment?.startsWith("*") || comment.replace(/[\s*]/g, "").length < 15,
  );
  expect(bare.map(({ name, file }) => `${name} (${file.replace(`${root}/`, "")})`)).toEqual([]);
});

test("what a workflow is written with shows an example", () => {
  const shown = new Map(all.map(({ name, comment }) => [name, comment ?? ""]));
  const used = [
    "workflow",
    "job",
    "call",
    "composite",
    "sh",
    "eq",
    "contains",
    "secret",
    "github",
    "text",
    "choose",
    "fromJson",
  ];
  expect(used.filter((name) => !/```|`[^`]*\w+\(?[^`]*`/.test(shown.get(name) ?? ""))).toEqual([]);
});
