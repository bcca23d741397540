import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Io } from "../io.ts";
import { UsageError } from "../io.ts";
import { checkCommand } from "./command.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs the command in a repository of these files. */
async function run(files: Readonly<Record<string, string>>, args: readonly string[] = [], env: Io["env"] = {}) {
  const cwd = mkdtempSync(join(tmpdir(), "tidegate-check-"));
  folders.push(cwd);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    cwd,
    env,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    now: () => new Date(0),
    fetch: globalThis.fetch,
  };
  const code = await checkCommand(args, io);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const good = `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - run: make
`;
const bad = good.replace("make", "echo $" + "{{ github.head_ref }}");
const path = ".github/workflows/ci.yml";

describe("tidegate check", () => {
  it("is content with a workflow that is right", async () => {
    expect(await run({ [path]: good })).toEqual({ code: 0, out: "nothing found in 1 file", err: "" });
  });

  it("says what is wrong and where, and ends with 1", async () => {
    const { code, out } = await run({ [path]: bad });
    expect(code).toBe(1);
    expect(out).toContain(`${path}:8:`);
    expect(out).toContain("[script-injection]");
  });

  it("takes a rule's severity from the command line", async () => {
    expect((await run({ [path]: bad }, ["--rule", "script-injection=off"])).code).toBe(0);
    expect((await run({ [path]: bad }, ["--rule", "script-injection=info"])).code).toBe(0);
    expect((await run({ [path]: good.replace("    timeout-minutes: 5\n", "") }, ["--severity", "info"])).out).toContain(
      "[missing-timeout]",
    );
  });

  const config = (check: string) => ({
    [path]: bad,
    "tidegate.config.ts": `import { defineConfig } from "${new URL("../../config/index.ts", import.meta.url).href}";
export default defineConfig({
  repository: "acme/shop", app: "shop", secrets: { KUBE_CONFIG: "the deployer's" },
  services: { web: { path: "services/web", runtime: { node: "24" } } },
  registry: { host: "ghcr.io", namespace: "acme" },
  environments: { staging: { namespace: "s", overlay: "k8s", smoke: "smoke.yml", kubeconfig: "KUBE_CONFIG" } },
  check: ${check},
});\n`,
  });

  it("takes severities from tidegate.config.ts, and the command line's before them", async () => {
    const files = config('{ severities: { "script-injection": "off" } }');
    expect((await run(files)).code).toBe(0);
    expect((await run(files, ["--rule", "script-injection=error"])).code).toBe(1);
    expect((await run(files, ["--no-config"])).code).toBe(1);
  });

  it("holds workflows to the longest chain that the configuration allows", async () => {
    const next = good.slice(good.indexOf("  a:")).replace("  a:\n", "  b:\n    needs: a\n");
    const { out } = await run({ ...config("{ longestChain: 1 }"), [path]: good + next });
    expect(out).toContain("in a chain of 2 (a → b); tidegate.config.ts allows 1");
    await expect(run(config("{ longestChain: 0 }"))).rejects.toThrow(
      "check.longestChain must be a whole number of jobs, 1 or more; came 0",
    );
  });

  it("refuses a configuration that names no rule, or is none", async () => {
    await expect(run(config('{ severities: { "nope": "off" } }'))).rejects.toThrow(
      "check.severities: there is no rule 'nope'",
    );
    await expect(run({ [path]: bad, "tidegate.config.ts": "export default {};\n" })).rejects.toThrow(
      "no configuration",
    );
  });

  it("shows a generated file's findings at the TypeScript line", async () => {
    const map = { version: 1, file: path, sources: ["workflows-src/ci.ts"], lines: [...Array(7).fill(null), [0, 21]] };
    const { out } = await run({ [path]: bad, [`.tidegate/maps/${path}.json`]: JSON.stringify(map) });
    expect(out).toContain("workflows-src/ci.ts:21");
  });

  it("annotates by itself when it runs on GitHub", async () => {
    expect((await run({ [path]: bad }, [], { GITHUB_ACTIONS: "true" })).out).toMatch(/^::error file=/);
  });

  it("reads the actions of the repository it is given", async () => {
    const { code, out } = await run({ "actions/a/action.yml": "name: a\nruns: { using: node16, main: x.js }\n" }, [
      "actions/a/action.yml",
    ]);
    expect({ code, found: out.includes("[outdated-action]") }).toEqual({ code: 1, found: true });
  });

  it("goes on without a tool that is not installed, and says so", async () => {
    const { code, err } = await run({ [path]: good }, ["--with", "actionlint"], { PATH: "" });
    expect({ code, err }).toEqual({
      code: 0,
      err: "actionlint is not installed, so only tidegate's own rules were applied",
    });
  });

  it.each([
    ["an unknown rule", ["--rule", "nope=error"], "there is no rule 'nope'"],
    ["an unknown format", ["--format", "xml"], "--format is one of human, json, sarif, github, not 'xml'"],
    ["an unknown option", ["--nope"], "--nope"],
    ["a file that is not there", ["nope.yml"], "there is no nope.yml"],
  ])("refuses %s", async (_, args, message) => {
    await expect(run({ [path]: good }, args)).rejects.toThrow(UsageError);
    await expect(run({ [path]: good }, args)).rejects.toThrow(message);
  });

  it("ends with 2 where there is nothing to check", async () => {
    expect((await run({})).code).toBe(2);
  });
});
