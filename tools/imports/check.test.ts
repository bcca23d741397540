import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkImports } from "./check.ts";
import { folders } from "./table.ts";

const messages = (path: string, text: string) => checkImports([{ path, text }]).map((f) => `${f.line}: ${f.message}`);

test("a folder imports itself and what the table allows", () => {
  expect(
    messages("src/workflow/job.ts", `import { a } from "./step.ts";\nimport type { B } from "../expr/expr.ts";`),
  ).toEqual([]);
});

test("a type import across the border is an import", () => {
  expect(messages("src/spec/spec.ts", `\nimport type { Job } from "../workflow/job.ts";`)).toEqual([
    "2: src/spec may not import src/workflow/job.ts; it may import nothing of ours",
  ]);
});

test("re-exports and dynamic imports count", () => {
  expect(
    messages("src/release/x.ts", `export * from "../rehearse/world.ts";\nawait import("../rehearse/world.ts");`),
  ).toHaveLength(2);
});

test("no action imports another action", () => {
  expect(messages("actions/audit/main.ts", `import "../test/spec.ts";`)).toEqual([
    "1: actions/audit may not import actions/test/spec.ts; it may import src/action, src/spec, src/release",
  ]);
});

test("pipelines see an action's spec and nothing else of it", () => {
  expect(messages("src/pipelines/x.ts", `import "../../actions/audit/spec.ts";`)).toEqual([]);
  expect(messages("src/pipelines/x.ts", `import "../../actions/audit/story.ts";`)).toHaveLength(1);
});

test("a pure folder reaches for no file, process, clock or network module", () => {
  expect(messages("src/emit/x.ts", `import { readFileSync } from "node:fs";`)).toEqual([
    "1: src/emit is pure and may not import node:fs: take what it gives as an argument",
  ]);
});

test("a folder that is not in the table is named", () => {
  expect(messages("src/utils/x.ts", "export {};")).toHaveLength(1);
});

test("ARCHITECTURE.md shows each folder with what it may import", () => {
  const text = readFileSync(new URL("../../ARCHITECTURE.md", import.meta.url), "utf8");
  for (const [name, folder] of Object.entries(folders)) {
    const allowed = folder.mayImport.map((f) => (f === "*" ? "all" : `\`${f}\``)).join(", ") || "nothing of ours";
    expect(text).toContain(`| \`${name}\` | ${folder.holds} | ${allowed} |`);
  }
});
