import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StandIn } from "../runner/actions/manifest.ts";
import { downloadArtifact, uploadArtifact } from "./artifacts.ts";

let top = "";
let upload: StandIn;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "artifacts-"));
  upload = uploadArtifact(join(top, "kept"));
  for (const path of ["out/deep/b.txt", "out/.hidden", "logs/a.log", "one.txt"]) {
    mkdirSync(join(top, "work", dirname(path)), { recursive: true });
    writeFileSync(join(top, "work", path), path);
  }
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

async function use(action: StandIn, inputs: Readonly<Record<string, string>>, workspace = "work") {
  const log: string[] = [];
  const end = await action.run({
    ...{ inputs, workspace: join(top, workspace), temp: top, leg: "a#0" },
    env: { GITHUB_RUN_ID: "7", HOME: join(top, "home") },
    log: (line) => log.push(line),
    signal: new AbortController().signal,
  });
  return { ...end, log };
}
const put = (inputs: Readonly<Record<string, string>>) => use(upload, inputs);
const get = (inputs: Readonly<Record<string, string>>) => use(downloadArtifact(join(top, "kept")), inputs, "other");
const got = (path: string) => existsSync(join(top, "other", path));

it("keeps what lies below the folder that is named, however little that is", async () => {
  await put({ name: "a", path: "out" });
  await get({ name: "a" });
  expect(got("deep/b.txt")).toBe(true);
  expect(got(".hidden")).toBe(false);
});

it.each([
  ["out/**/*.txt", "deep/b.txt"],
  ["one.txt", "one.txt"],
  ["logs\none.txt", "logs/a.log"],
  ["out/deep\nout/none", "deep/b.txt"],
  ["out\n!out/deep\nlogs", "logs/a.log"],
])("keeps %j as the real one lays it out", async (path, file) => {
  await put({ name: "a", path });
  await get({ name: "a" });
  expect(got(file)).toBe(true);
});

it("takes hidden files only where it is told to", async () => {
  await put({ name: "a", path: "out", "include-hidden-files": "true" });
  await get({ name: "a" });
  expect(got(".hidden")).toBe(true);
});

it("refuses a name twice in a run, as two jobs of a matrix would give it, unless it may overwrite", async () => {
  expect((await put({ name: "a", path: "one.txt" })).ok).toBe(true);
  const again = await put({ name: "a", path: "logs" });
  expect(again.ok).toBe(false);
  expect(again.log[0]).toContain("there is an artifact a in this run already");
  expect((await put({ name: "a", path: "logs", overwrite: "true" })).ok).toBe(true);
  await get({ name: "a" });
  expect([got("a.log"), got("one.txt")]).toEqual([true, false]);
});

it("says that only hidden files were found", async () => {
  const hidden = await put({ path: "out/.h*" });
  expect(hidden.log[0]).toMatch(/uploaded\. 1 hidden ones were left out: include-hidden-files: true takes them\.$/);
});

it.each([
  ["", true, 1],
  ["ignore", true, 0],
  ["error", false, 1],
])("where nothing is found, if-no-files-found: %j decides", async (choice, ok, lines) => {
  const end = await put({ path: "none", "if-no-files-found": choice });
  expect([end.ok, end.log.length]).toEqual([ok, lines]);
});

it("gives all of them a folder each, those of a pattern, or all in one folder", async () => {
  await put({ name: "log-a", path: "logs" });
  await put({ name: "text", path: "one.txt" });
  await get({ path: "all" });
  expect([got("all/log-a/a.log"), got("all/text/one.txt")]).toEqual([true, true]);
  await get({ path: "some", pattern: "log-*" });
  expect([got("some/log-a/a.log"), got("some/text")]).toEqual([true, false]);
  await get({ path: "flat", "merge-multiple": "true" });
  expect([got("flat/a.log"), got("flat/one.txt")]).toEqual([true, true]);
});

it("is found by its id, and lies where it is told to, outside of the workspace too", async () => {
  const { outputs } = await put({ name: "a", path: "one.txt" });
  await get({ "artifact-ids": outputs["artifact-id"] ?? "", path: join(top, "outside") });
  expect(readFileSync(join(top, "outside/one.txt"), "utf8")).toBe("one.txt");
  await get({ name: "a", path: "~/here" });
  expect(existsSync(join(top, "home/here/one.txt"))).toBe(true);
});

it("says what there is where one is missing, and that another run's cannot be had", async () => {
  await put({ name: "a", path: "one.txt" });
  expect((await get({ name: "b" })).log).toEqual(["there is no artifact b; there are a"]);
  const other = await get({ name: "a", "run-id": "6" });
  expect([other.ok, other.log[0]]).toEqual([
    false,
    "artifacts of 6 are not this run's, and cannot be had in a rehearsal",
  ]);
});
