import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { nameOf, where } from "./repository.ts";

test("a repository of somebody else is not called none: git's own words say what to type", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "owner-"));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true });
    vi.unstubAllEnvs();
  });
  execFileSync("git", ["init", "-q"], { cwd });
  writeFileSync(join(cwd, "x.yml"), "");
  vi.stubEnv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
  const io = { cwd, env: {}, out: () => {}, err: () => {}, now: () => new Date(), fetch };
  await expect(where({ workflow: "x.yml" }, io)).rejects.toThrow(/dubious ownership.*safe\.directory/s);
  vi.unstubAllEnvs();
  await expect(where({ workflow: "x.yml" }, io)).resolves.toMatch(/owner-/);
});

test.each([
  ["git@github.com:acme/shop.git", "acme/shop"],
  ["https://github.com/acme/shop", "acme/shop"],
  ["ssh://git@host:22/acme/shop.git/", "acme/shop"],
  ["", undefined],
  ["/srv/work/shop/.", undefined],
  ["../shop", undefined],
  ["file:///srv/work/shop.git", undefined],
])("origin %s: the repository is named %s", (origin, name) => expect(nameOf(origin)).toBe(name));
