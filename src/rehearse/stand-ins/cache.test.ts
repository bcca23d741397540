import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cacheActions } from "./cache.ts";

let top = "";
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "cache-"));
  for (const job of ["one", "two"]) mkdirSync(join(top, job, "work"), { recursive: true });
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

async function use(name: string, job: string, inputs: Readonly<Record<string, string>>) {
  const log: string[] = [];
  const action = cacheActions(join(top, "caches"))[name];
  if (!action) throw new Error(name);
  const end = await action.run({
    ...{ inputs, workspace: join(top, job, "work"), temp: top, leg: `${job}#0` },
    env: { HOME: join(top, job, "home") },
    log: (line) => log.push(line),
    signal: new AbortController().signal,
  });
  return { ...end, log };
}

const modules = { path: "modules\n~/.store", key: "m-1" };

async function install(job: string) {
  const end = await use("actions/cache", job, modules);
  mkdirSync(join(top, job, "work/modules/.bin"), { recursive: true });
  writeFileSync(join(top, job, "work/modules/a.js"), "a");
  symlinkSync("../a.js", join(top, job, "work/modules/.bin/a"));
  mkdirSync(join(top, job, "home/.store"), { recursive: true });
  writeFileSync(join(top, job, "home/.store/s"), "s");
  await end.post?.(() => {});
  return end;
}

it("brings back in a later job what an earlier one kept at its end, links and home as well", async () => {
  expect((await install("one")).outputs["cache-hit"]).toBe("");
  const { outputs, post } = await use("actions/cache", "two", modules);
  expect(outputs["cache-hit"]).toBe("true");
  expect(post).toBeUndefined();
  expect(readFileSync(join(top, "two/work/modules/a.js"), "utf8")).toBe("a");
  expect(readlinkSync(join(top, "two/work/modules/.bin/a"))).toBe("../a.js");
  expect(readFileSync(join(top, "two/home/.store/s"), "utf8")).toBe("s");
});

it("takes one whose key only begins alike, and says so", async () => {
  await install("one");
  const { outputs, post } = await use("actions/cache", "two", { ...modules, key: "m-2", "restore-keys": "x-\nm-" });
  expect(outputs).toMatchObject({ "cache-hit": "false", "cache-matched-key": "m-1", "cache-primary-key": "m-2" });
  expect(post).toBeDefined();
});

it("belongs to its paths", async () => {
  await install("one");
  expect((await use("actions/cache/restore", "two", { path: "modules", key: "m-1" })).outputs["cache-hit"]).toBe("");
});

it("only looks where only that is asked for, and fails a step that cannot do without", async () => {
  await install("one");
  const looked = await use("actions/cache/restore", "two", { ...modules, "lookup-only": "true" });
  expect([looked.outputs["cache-hit"], existsSync(join(top, "two/work/modules"))]).toEqual(["true", false]);
  const missed = await use("actions/cache/restore", "two", { ...modules, key: "n", "fail-on-cache-miss": "true" });
  expect([missed.ok, missed.log[0]]).toEqual([
    false,
    "no job of this rehearsal kept anything as n, and fail-on-cache-miss is true",
  ]);
});

it("is kept by a step of its own, once for a key", async () => {
  writeFileSync(join(top, "one/work/a.txt"), "first");
  const inputs = { path: "*.txt", key: "t" };
  await use("actions/cache/save", "one", inputs);
  writeFileSync(join(top, "two/work/a.txt"), "second");
  expect((await use("actions/cache/save", "two", inputs)).log).toEqual(["there is an entry for t already"]);
  await use("actions/cache/restore", "two", inputs);
  expect(readFileSync(join(top, "two/work/a.txt"), "utf8")).toBe("first");
  expect((await use("actions/cache/save", "one", { path: "none", key: "u" })).log[0]).toContain("nothing is kept");
});
