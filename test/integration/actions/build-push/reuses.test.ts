import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { play, type ScriptedCall } from "../../../../src/action/testing/index.ts";
import { build, buildPush, inspect, login, scenario, shop, tagged } from "./world.ts";

const built = await buildPush();
const folder = mkdtempSync(join(tmpdir(), "reuses-"));
afterAll(() => rmSync(folder, { recursive: true }));

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    encoding: "utf8",
  });
writeFileSync(join(folder, "Dockerfile"), "FROM node:24\n");
git("init", "--quiet");
git("add", ".");
git("commit", "--quiet", "--message", "one");

const lookup = (over: Partial<ScriptedCall>): ScriptedCall => ({
  args: ["buildx", "imagetools", "inspect"],
  holds: ["--format={{json .Manifest}}"],
  ...over,
});
const found = lookup({ stdout: JSON.stringify({ digest: shop.digest }) });
const missing = lookup({ exit: 1, stderr: "ERROR: ghcr.io/acme/shop:tree-x: not found\n" });
const run = (
  docker: readonly ScriptedCall[],
  more: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
) =>
  play({ ...scenario(built, { with: { reuse: "true", ...more }, tools: { docker } }), folder, files, real: ["git"] });
const treeTag = (calls: readonly { readonly args: readonly string[] }[]) =>
  calls.flatMap(({ args }) => args).find((arg) => /:tree-/.test(arg));

test("the same files were built before: that image gets the commit's tag, and nothing is built", async () => {
  const transcript = await run([login, found, ...inspect, ...tagged("0123456")]);
  expect(transcript.outputs).toMatchObject({ image: shop.digest, reused: "true", tags: "ghcr.io/acme/shop:0123456" });
  expect(transcript.calls.some(({ args }) => args[1] === "build")).toBe(false);
  expect(transcript.summary).toContain("reused");
});

test("they were not: what is built now will be found the next time", async () => {
  const raw = { args: ["buildx", "imagetools", "inspect"], stdout: shop.index };
  const transcript = await run([login, missing, build, ...inspect, ...tagged(), raw]);
  expect(transcript.outputs).toMatchObject({ image: shop.digest, reused: "false", tags: "ghcr.io/acme/shop:0123456" });
  const create = transcript.calls.find(({ args }) => args[2] === "create");
  expect(create?.args.filter((arg) => arg.startsWith("--tag"))).toEqual(["--tag=ghcr.io/acme/shop:tree-<hash>"]);
});

test("another argument, another stage or another file is another image; a new commit alone is not", async () => {
  const volatile: [] = [];
  const tagOf = async (more: Readonly<Record<string, string>> = {}) => {
    const docker = [login, found, ...inspect, ...tagged("0123456", "fedcba9")];
    const one = await play({
      ...scenario(built, { with: { reuse: "true", ...more }, tools: { docker } }),
      folder,
      files: {},
      real: ["git"],
      volatile,
    });
    return treeTag(one.calls);
  };
  const first = await tagOf();
  expect(await tagOf({ commit: "fedcba9876543210" })).toBe(first);
  expect(await tagOf({ "build-args": "A=1" })).not.toBe(first);
  expect(await tagOf({ target: "runtime" })).not.toBe(first);
  expect(await tagOf({ platforms: "linux/arm64" })).not.toBe(first);
  cpSync(join(folder, "Dockerfile"), join(folder, "Second"));
  git("add", ".");
  git("commit", "--quiet", "--message", "two");
  expect(await tagOf()).not.toBe(first);
});

test("what is not committed cannot be known again: it is built, and said why", async () => {
  const transcript = await run([login, build, ...inspect], {}, { "generated.txt": "x" });
  expect(transcript.outputs).toMatchObject({ reused: "false" });
  expect(transcript.log).toContain("built anew: the context holds what is not committed (?? generated.txt)");
});

test("a registry that cannot say is an error: a build that might be spared is not guessed", async () => {
  const { exit, log } = await run([login, lookup({ exit: 1, stderr: "ERROR: unauthorized\n" })]);
  expect(exit).toBe(2);
  expect(log).toContain("registry-sign-in");
});
