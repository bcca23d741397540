/** The guide for authors: each example compiles, generates, and its YAML is what comes out. Others' examples compile, too. */
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { library, ownActions, TestProject } from "./project.ts";

const root = join(import.meta.dirname, "../..");
const guide = readFileSync(join(root, "docs/write-workflows.md"), "utf8");
const environments = readFileSync(join(root, "docs/environments-and-approval.md"), "utf8");
const blocks = (language: string, page = guide) =>
  [...page.matchAll(new RegExp(`\`\`\`${language} (\\S+)\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, name = "", text = ""]) => [name, text] as const,
  );
const sources = blocks("ts");

const entry = (path: string) => new URL(`../../src/${path}/index.ts`, import.meta.url).href;
/** The same from the sources, since nothing is installed beside it. */
const local = (text: string) =>
  text
    .replace('"tidegate"', `"${library}"`)
    .replace('"tidegate/actions"', `"${ownActions}"`)
    .replace('"tidegate/config"', `"${entry("config")}"`)
    .replace('"tidegate/pipelines"', `"${entry("pipelines")}"`);

const project = new TestProject();
beforeAll(async () => {
  project.put("package.json", '{ "type": "module" }');
  for (const [name, text] of sources) project.put(`workflows-src/${name}.ts`, local(text));
  // the page that sets environments up shows the configuration of the one that goes back
  for (const [name, text] of blocks("ts", environments)) project.put(`tidegate.${name}.ts`, local(text));
  project.put("tidegate.lock.json", `{ "tidegate/tidegate": { "tag": "v1.0.0", "commit": "${"0".repeat(40)}" } }`);
  expect(await project.run("generate"), project.said.join("\n")).toBe(0);
});
afterAll(() => project.end());

test("every example compiles, and so does the shop that init begins with", () => {
  for (const [name, text] of sources) project.put(`compiled/from/${name}.ts`, text);
  for (const [name, text] of blocks("ts", environments)) project.put(`compiled/tidegate.${name}.ts`, text);
  project.put("compiled/tidegate.lock.json", project.read("tidegate.lock.json"));
  cpSync(join(root, "examples/hello-shop"), join(project.root, "compiled/shop"), { recursive: true });
  project.put("compiled/shop/tidegate.lock.json", project.read("tidegate.lock.json"));
  const options = JSON.parse(
    readFileSync(join(root, "tsconfig.json"), "utf8").replace(/^\s*\/\/.*$/gm, ""),
  ).compilerOptions;
  const paths = {
    tidegate: [join(root, "src/index.ts")],
    "tidegate/actions": [join(root, "src/bindings/actions/index.ts")],
    "tidegate/config": [join(root, "src/config/index.ts")],
    "tidegate/pipelines": [join(root, "src/pipelines/index.ts")],
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
