/** The guide for authors: each example compiles, generates, and its YAML is what comes out. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { library, ownActions, TestProject } from "./project.ts";

const root = join(import.meta.dirname, "../..");
const guide = readFileSync(join(root, "docs/write-workflows.md"), "utf8");
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language} (\\S+)\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, name = "", text = ""]) => [name, text] as const,
  );
const sources = blocks("ts");

const project = new TestProject();
beforeAll(async () => {
  project.put("package.json", '{ "type": "module" }');
  for (const [name, text] of sources)
    project.put(
      `workflows-src/${name}.ts`,
      text.replace('"tidegate"', `"${library}"`).replace('"tidegate/actions"', `"${ownActions}"`),
    );
  expect(await project.run("generate"), project.said.join("\n")).toBe(0);
});
afterAll(() => project.end());

test("every example compiles", () => {
  for (const [name, text] of sources) project.put(`compiled/${name}.ts`, text);
  const options = JSON.parse(
    readFileSync(join(root, "tsconfig.json"), "utf8").replace(/^\s*\/\/.*$/gm, ""),
  ).compilerOptions;
  const paths = {
    tidegate: [join(root, "src/index.ts")],
    "tidegate/actions": [join(root, "src/bindings/actions/index.ts")],
  };
  const types = { typeRoots: [join(root, "node_modules/@types")], types: ["node"] };
  project.put(
    "tsconfig.json",
    JSON.stringify({ compilerOptions: { ...options, ...types, paths, noEmit: true }, include: ["compiled"] }),
  );
  const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", project.root], { encoding: "utf8" });
  expect(stdout).toBe("");
});

test.each(blocks("yaml"))("%s comes out as the guide shows it", (name, yaml) => {
  expect(project.read(`.github/workflows/${name}.yml`)).toContain(yaml);
});

test("every example is named, and shown with what comes out", () => {
  expect(blocks("yaml").map(([name]) => name)).toEqual(sources.map(([name]) => name));
  expect(guide.match(/^```(?:ts|yaml)$/gm)).toBeNull();
});
