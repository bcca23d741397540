/** `tidegate simulate` as its users call it, on workflows that nobody generated. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TestProject } from "./project.ts";

let project: TestProject;
beforeEach(() => {
  project = new TestProject();
});
afterEach(() => project.end());

const told = () => project.said.join("\n");
const job = (id: string, more = "") => `  ${id}:\n    runs-on: ubuntu-24.04\n${more}    steps:\n      - run: echo\n`;
const put = (name: string, text: string) => project.put(`.github/workflows/${name}.yml`, text);

const guide = readFileSync(join(import.meta.dirname, "../../docs/simulate.md"), "utf8");
const block = (language: string) => new RegExp(`\`\`\`${language} shop\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? "";

test("the guide's workflow gives what the guide shows", async () => {
  put("shop", block("yaml"));
  const asked = /`npx tidegate (simulate [^`]*)` gives/.exec(guide)?.[1]?.split(" ") ?? [];
  expect(await project.run(...asked)).toBe(0);
  expect(`${told()}\n`).toBe(block("text"));
});

test("nothing is wider than a hundred columns", async () => {
  put(
    "long",
    `on: push\njobs:\n${Array.from({ length: 30 }, (_, n) => job(`a-job-with-a-long-name-${n}`, `    if: github.ref == 'refs/heads/${"x".repeat(n)} y'\n`)).join("")}${job("last", `    needs: [${Array.from({ length: 30 }, (_, n) => `a-job-with-a-long-name-${n}`).join(", ")}]\n    if: failure()\n`)}`,
  );
  expect(await project.run("simulate", ".github/workflows/long.yml", "--steps")).toBe(0);
  expect(
    told()
      .split("\n")
      .filter((line) => line.length > 100),
  ).toEqual([]);
});

test("without a file each event is told with the workflows that it starts", async () => {
  put("ci", `on: [push, pull_request]\npermissions:\n  contents: read\njobs:\n${job("a")}`);
  put("nightly", `on:\n  schedule:\n    - cron: 1 2 * * *\njobs:\n${job("b", "    if: false\n")}`);
  expect(await project.run("simulate", "--branch", "main")).toBe(0);
  expect(told()).toContain("a pull request from a fork\n  ci.yml");
  expect(told()).toContain("the schedule\n  nightly.yml                starts, and every job of it is skipped");
  expect(told()).not.toContain("the merge queue");
});

test("what GitHub refuses is said with its line, and ends with 1", async () => {
  put("called", `on: workflow_call\njobs:\n${job("a", "    permissions:\n      packages: write\n")}`);
  put(
    "caller",
    "on: push\njobs:\n  it:\n    uses: ./.github/workflows/called.yml\n    permissions:\n      contents: read\n",
  );
  expect(await project.run("simulate", ".github/workflows/caller.yml")).toBe(1);
  expect(told()).toBe(
    [
      ".github/workflows/caller.yml: GitHub refuses it, so no job of it ever starts",
      '  .github/workflows/caller.yml:3: the job "a" of "./.github/workflows/called.yml" asks for packages: write, and this job may only pass on packages: none',
    ].join("\n"),
  );
});

test("the repository's default decides where nothing is written", async () => {
  put("called", `on: workflow_call\njobs:\n${job("a", "    permissions:\n      packages: write\n")}`);
  put("caller", "on: push\njobs:\n  it:\n    uses: ./.github/workflows/called.yml\n");
  const asked = ["simulate", ".github/workflows/caller.yml"] as const;
  expect(await project.run(...asked)).toBe(1);
  expect(await project.run(...asked, "--default-token", "permissive")).toBe(0);
});

test("more jobs in a row than the configuration allows end with 1; the configuration is code, and may be left unread", async () => {
  const config = new URL("../../src/config/index.ts", import.meta.url).href;
  project.put(
    "tidegate.config.ts",
    `import { defineConfig } from "${config}";
export default defineConfig({
  repository: "acme/shop", app: "shop",
  services: { web: { path: "web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: { staging: { namespace: "shop", overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG" } },
  secrets: { KUBE_CONFIG: "the deployer's kubeconfig" },
  check: { longestChain: 2 },
});`,
  );
  put("ci", `on: push\njobs:\n${job("a")}${job("b", "    needs: a\n")}${job("c", "    needs: b\n")}`);
  expect(await project.run("simulate", "--event", "push")).toBe(1);
  expect(told()).toContain(
    "! .github/workflows/ci.yml: 3 jobs in a row, by rule of thumb 33 s: a → b → c; tidegate.config.ts allows 2",
  );
  expect(await project.run("simulate", "--event", "push", "--no-config")).toBe(0);
});

test("JSON holds what the tables hold", async () => {
  put("ci", `on: push\njobs:\n${job("a", "    environment: staging\n")}${job("b", "    needs: a\n")}`);
  expect(await project.run("simulate", "--json", "--event", "push-tag")).toBe(0);
  expect(JSON.parse(told())).toMatchObject({
    version: 1,
    workflows: [
      {
        file: ".github/workflows/ci.yml",
        runs: [
          {
            event: "push-tag",
            inARow: ["a", "b"],
            jobs: [
              { path: "a", wave: 1, runs: true, environments: ["staging"], tokenByDefault: true },
              { path: "b", wave: 2, runs: true },
            ],
          },
        ],
      },
    ],
  });
});

test("inputs and variables decide as they would", async () => {
  put(
    "by-hand",
    `on:\n  workflow_dispatch:\n    inputs:\n      where:\n        type: choice\n        options: [staging, production]\njobs:\n${job("a", "    if: inputs.where == 'production'\n")}${job("b", "    if: vars.ON == 'yes'\n")}`,
  );
  const runs = async (...more: readonly string[]) => {
    await project.run("simulate", "--json", "--event", "dispatch", ...more);
    return JSON.parse(told()).workflows[0].runs[0].jobs.flatMap((one: { path: string; runs: boolean }) =>
      one.runs ? [one.path] : [],
    );
  };
  expect(await runs()).toEqual([]);
  expect(await runs("--input", "where=production")).toEqual(["a"]);
  expect(await runs("--var", "ON=yes")).toEqual(["b"]);
});

test("whatever is wrong with the call is said at once", async () => {
  put("ci", `on: push\njobs:\n${job("a")}`);
  expect(await project.run("simulate", "--input", "x", "--var", "=y", "--default-token", "all")).toBe(2);
  expect(told()).toContain(
    "--default-token is restricted or permissive, not 'all'\n--input takes NAME=VALUE, not 'x'\n--var takes NAME=VALUE, not '=y'\n",
  );
  put("by-hand", `on:\n  workflow_dispatch:\n    inputs:\n      count:\n        type: number\njobs:\n${job("a")}`);
  expect(await project.run("simulate", "--event", "dispatch", "--input", "count=x", "--input", "cuont=1")).toBe(2);
  expect(told()).toContain("by-hand.yml: there is no input cuont; the inputs are count");
  expect(told()).toContain("by-hand.yml: the input count is a number, not x");
  expect(await project.run("simulate", "--event", "pusch")).toBe(2);
  expect(told()).toContain("there is no event pusch");
  expect(await project.run("simulate", "--help")).toBe(0);
  expect(told()).toContain("Usage: tidegate simulate");
});

const listing = `on: push
jobs:
${job("list", "    outputs:\n      services: ${{ steps.x.outputs.y }}\n")}${job("build", "    needs: list\n    strategy:\n      matrix:\n        service: ${{ fromJSON(needs.list.outputs.services) }}\n")}`;

test("a matrix that an earlier job makes is unknown, and the table says how to tell it", async () => {
  put("it", listing);
  expect(await project.run("simulate", ".github/workflows/it.yml", "--event", "push", "--branch", "main")).toBe(0);
  expect(told()).toMatch(/^ {3}2 {2}build ×\? {2}contents, packages: read/m);
  expect(told()).toContain("            matrix unknown: say --output list.services=JSON\n");
});

test("with --output the matrix is what the job says", async () => {
  put("it", listing);
  const asked = ["simulate", ".github/workflows/it.yml", "--event", "push", "--branch", "main", "--output"] as const;
  expect(await project.run(...asked, 'list.services=["web", "api", "db"]')).toBe(0);
  expect(told()).toMatch(/^ {3}2 {2}build ×3 /m);
  expect(told()).not.toContain("matrix unknown");
  project.said.length = 0;
  expect(await project.run(...asked, "list.services=no JSON")).toBe(0);
  expect(told()).toMatch(/^ {3}– {2}build +.*fromJSON/m);
});

test("what --output says also decides conditions, and is no longer supposed", async () => {
  put(
    "it",
    `on: push\njobs:\n${job("a", "    outputs:\n      go: ${{ steps.x.outputs.y }}\n")}${job("b", "    needs: a\n    if: needs.a.outputs.go == 'yes'\n")}`,
  );
  expect(
    await project.run(
      "simulate",
      ".github/workflows/it.yml",
      "--event",
      "push",
      "--branch",
      "main",
      "--output",
      "a.go=no",
    ),
  ).toBe(0);
  expect(told()).toContain("its condition is false: needs.a.outputs.go == 'yes'");
  expect(told()).not.toMatch(/taken as said|says go=/);
});

test("an output of a called workflow is said for the call", async () => {
  put(
    "called",
    `on:\n  workflow_call:\n    outputs:\n      all:\n        value: ${"${{ jobs.a.outputs.x }}"}\njobs:\n${job("a")}`,
  );
  put(
    "it",
    `on: push\njobs:\n  list:\n    uses: ./.github/workflows/called.yml\n${job("b", "    needs: list\n    strategy:\n      matrix: ${{ fromJSON(needs.list.outputs.all) }}\n")}`,
  );
  const asked = ["simulate", ".github/workflows/it.yml", "--event", "push", "--branch", "main", "--output"] as const;
  expect(await project.run(...asked, 'list.all={"n": [1, 2]}')).toBe(0);
  expect(told()).toMatch(/ b ×2 /);
});

test.each([
  ["lst.services=[]", '--output lst.services: there is no job "lst"; expected JOB.NAME=VALUE'],
  ["services=[]", '--output services: there is no job ""; expected JOB.NAME=VALUE'],
  ["list.servces=[]", "--output list.servces: list says services, and no servces"],
  ["build.x=1", "--output build.x: build says nothing, and no x"],
])("--output %s is refused", async (output, says) => {
  put("it", listing);
  expect(await project.run("simulate", ".github/workflows/it.yml", "--output", output)).toBe(2);
  expect(told()).toContain(says);
});

test("--json has the groups, and what a matrix waits for", async () => {
  put("it", `${listing.replace("on: push", "on: push\nconcurrency: one")}`);
  expect(
    await project.run("simulate", ".github/workflows/it.yml", "--event", "push", "--branch", "main", "--json"),
  ).toBe(0);
  const { workflows } = JSON.parse(told());
  expect(workflows[0].runs[0]).toMatchObject({
    concurrency: [{ job: "", group: "one", second: "waits", third: "takes the waiting one's place" }],
    jobs: [{ unknownMatrix: [] }, { unknownMatrix: ["list.services"] }],
  });
});
