import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TestProject } from "./project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.end());

const one = (script = "echo hello") =>
  `export default workflow("CI", { on: { push: {} }, jobs: () => [job("a", { runsOn: "ubuntu-24.04", steps: ({ step }) => { step(sh\`${script}\`); } })] });`;
const yaml = ".github/workflows/ci.yml";

test("default exports have the file's name, others their own; a second run changes nothing", async () => {
  project.source(
    "ci",
    `${one()}\nexport const nightlyBuild = workflow("Night", { on: { schedule: [{ cron: "0 1 * * *" }] }, jobs: () => [job("n", { runsOn: "ubuntu-24.04", steps: ({ step }) => void step(sh\`true\`) })] });`,
  );
  expect(await project.run("generate")).toBe(0);
  expect(project.said).toEqual([`wrote ${yaml}`, "wrote .github/workflows/nightly-build.yml", "2 files, 2 changed"]);
  const text = project.read(yaml);
  expect(await project.run("generate")).toBe(0);
  expect(project.said).toEqual(["2 files, all as they should be"]);
  expect(project.read(yaml)).toBe(text);
});

test("all or nothing: one wrong workflow and no file is written, each problem at its line", async () => {
  project.source("ci", one());
  project.source("wrong", one("echo '${github.ref}'").replace('"CI"', '"Wrong"'));
  expect(await project.run("generate")).toBe(1);
  expect(project.said.at(0)).toMatch(
    /^! workflows-src\/wrong\.ts:4 \$\{\{ github\.ref \}\} cannot be put into this sh code: .* \[script\]$/,
  );
  expect(project.said.at(-1)).toBe("! 1 problem; nothing was written");
  expect(existsSync(join(project.root, ".github"))).toBe(false);
});

test("a generated file whose source is gone is removed, a hand-written one never", async () => {
  project.source("ci", one());
  project.put(".github/workflows/own.yml", "name: own\n");
  await project.run("generate");
  project.put("workflows-src/ci.ts", "export {};\n");
  const other = new TestProject();
  other.put(".github/workflows/own.yml", "name: own\n");
  other.put(yaml, project.read(yaml));
  other.put("workflows-src/nothing.ts", "export {};\n");
  expect(await other.run("generate", "--check")).toBe(1);
  expect(other.said.join("\n")).toContain(`${yaml}: its source is gone`);
  expect(await other.run("generate")).toBe(0);
  expect(readdirSync(join(other.root, ".github/workflows"))).toEqual(["own.yml"]);
  other.end();
});

test("drift is judged on what the YAML says, not on its comments", async () => {
  project.source("ci", one());
  expect(await project.run("generate", "--check")).toBe(1);
  expect(project.said[0]).toContain("is missing");
  await project.run("generate");
  expect(await project.run("generate", "--check")).toBe(0);
  const text = project.read(yaml);
  project.put(yaml, text.replace("push:", "push: # a note"));
  expect(await project.run("generate", "--check")).toBe(0);
  expect(project.said[0]).toContain("same meaning, other text");
  project.put(yaml, text.replace("echo hello", "echo bye"));
  expect(await project.run("generate", "--check")).toBe(1);
  expect(project.said[0]).toContain("is not what its source says");
});

test("the map leads from each line of YAML to the line that made it", async () => {
  project.source("ci", one());
  await project.run("generate");
  const map: unknown = JSON.parse(project.read(`.tidegate/maps/${yaml}.json`));
  expect(map).toMatchObject({ version: 1, file: yaml, sources: ["workflows-src/ci.ts"] });
  const lines = project.read(yaml).split("\n").length - 1;
  expect(map).toHaveProperty("lines.length", lines);
  expect(map).toHaveProperty(`lines.${lines - 1}`, [0, 4]);
});

test("a pin that a bot moved is read back; one that `update` moved is not undone", async () => {
  const sha = (c: string) => c.repeat(40);
  const lock = (tag: string, commit: string, was?: string) =>
    JSON.stringify({ "acme/greet": { tag, commit, ...(was ? { was } : {}) } });
  project.put("tidegate.lock.json", lock("v1.0.0", sha("a")));
  project.source(
    "ci",
    `const { uses } = pinned({ "acme/greet": { tag: "v1.0.0", commit: "${sha("a")}" } });
export default workflow("CI", { on: { push: {} }, jobs: () => [job("a", { runsOn: "ubuntu-24.04", steps: ({ step }) => { step(uses("acme/greet"), { permissions: {} }); } })] });`,
  );
  await project.run("generate");
  project.put(yaml, project.read(yaml).replace(`${sha("a")} # v1.0.0`, `${sha("b")} # v1.1.0`));
  expect(await project.run("generate", "--check")).toBe(0);
  expect(project.said).toEqual(["acme/greet was moved to v1.1.0 in the YAML: the lock follows"]);
  expect(await project.run("generate")).toBe(0);
  expect(JSON.parse(project.read("tidegate.lock.json"))).toEqual({ "acme/greet": { tag: "v1.1.0", commit: sha("b") } });
  expect(project.read(yaml)).toContain(`acme/greet@${sha("b")} # v1.1.0`);

  project.put("tidegate.lock.json", lock("v2.0.0", sha("c"), sha("b")));
  expect(await project.run("generate")).toBe(0);
  expect(project.read(yaml)).toContain(`acme/greet@${sha("c")} # v2.0.0`);
  expect(JSON.parse(project.read("tidegate.lock.json"))).toEqual({ "acme/greet": { tag: "v2.0.0", commit: sha("c") } });
});

test("a pin that a binding brings along may be moved by a bot too, forwards only; a lock entry keeps it", async () => {
  const sha = (c: string) => c.repeat(40);
  project.source(
    "ci",
    `const { uses } = pinned({ "acme/greet": { tag: "v1.4.0", commit: "${sha("a")}" } });
export default workflow("CI", { on: { push: {} }, jobs: () => [job("a", { runsOn: "ubuntu-24.04", steps: ({ step }) => { step(uses("acme/greet"), { permissions: {} }); } })] });`,
  );
  await project.run("generate");
  const text = project.read(yaml);
  project.put(yaml, text.replace(`${sha("a")} # v1.4.0`, `${sha("b")} # v1.3.9`));
  await project.run("generate");
  expect(project.read(yaml)).toBe(text);
  expect(() => project.read("tidegate.lock.json")).toThrow();

  project.put(yaml, text.replace(`${sha("a")} # v1.4.0`, `${sha("b")} # v1.10.0`));
  expect(await project.run("generate", "--check")).toBe(0);
  await project.run("generate");
  expect(JSON.parse(project.read("tidegate.lock.json"))).toEqual({
    "acme/greet": { tag: "v1.10.0", commit: sha("b") },
  });
  expect(project.read(yaml)).toContain(`acme/greet@${sha("b")} # v1.10.0`);
});

test("a source that throws is named with what it threw; a missing folder is wrong use", async () => {
  project.put("workflows-src/broken.ts", "throw new Error('no such service');\n");
  expect(await project.run("generate")).toBe(1);
  expect(project.said[0]).toContain("broken.ts could not be loaded:\nError: no such service");
  expect(project.said.join("\n")).not.toContain("node:internal");
  expect(await project.run("graph")).toBe(1);
  expect(project.said[0]).toContain("broken.ts could not be loaded:\nError: no such service");
  expect(await project.run("generate", "--source", "elsewhere")).toBe(2);
  expect(project.said[0]).toContain("there is no folder elsewhere here");
});

test("it says where the time went, when asked", async () => {
  project.source("ci", one());
  expect(await project.run("generate", "--timing")).toBe(0);
  expect(project.said.at(-1)).toMatch(
    /^! starting \d+ ms, sources \d+ ms, pins \d+ ms, rendering and rules \d+ ms, writing \d+ ms$/,
  );
});

test("two sources of one file are refused", async () => {
  project.source("ci", one());
  project.source("other", one().replace("export default", "export const ci ="));
  expect(await project.run("generate")).toBe(1);
  expect(project.said[0]).toContain(
    `${yaml} would be written from workflows-src/ci.ts and from workflows-src/other.ts [file]`,
  );
});
