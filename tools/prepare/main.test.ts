import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { linter } from "./linters.ts";
import { program } from "./programs.ts";
import { fingerprint } from "./stamp.ts";

const main = join(import.meta.dirname, "main.ts");

/** A repository without services, on a machine where nothing can be fetched. */
function poor() {
  const root = mkdtempSync(join(tmpdir(), "prepare-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "services"));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), 0o755);
  };
  put("bin/python3", '#!/bin/sh\n[ "$1" = -c ] && echo 3.11.7 && exit 0\necho "no index to be had" >&2\nexit 1\n');
  put("bin/go", '#!/bin/sh\n[ "$1" = version ] && exit 0\necho "no module to be had" >&2\nexit 1\n');
  put("bin/apt-get", '#!/bin/sh\necho "E: no package to be had" >&2\nexit 100\n');
  const env = { PATH: join(root, "bin"), RUNNER_TOOL_CACHE: join(root, "tools") };
  const prepare = () => spawnSync(process.execPath, [main, root], { env, encoding: "utf8" });
  return { root, put, prepare };
}

test("what could not be fetched fails the command, and is named with what to do", () => {
  const { prepare } = poor();
  const { status, stderr } = prepare();
  expect(status, stderr).toBe(1);
  expect(stderr).toContain("no index to be had");
  expect(stderr).toContain("no module to be had");
  expect(stderr).toMatch(/^prometheus: /m);
  expect(stderr).toContain("prepare outside of it first");
});

test("a job takes what lies among the runner's tools, where it was made from the same lists", () => {
  const { root, put, prepare } = poor();
  put("tools/programs/linters/actionlint", "");
  put("tools/programs/prometheus/usr/bin/promtool", "");
  expect(prepare().stderr, "without a stamp nobody knows what it was made from").toContain("no module to be had");
  const lists = ["go.mod", "go.sum"].map((name) => join(import.meta.dirname, "actionlint", name));
  put("tools/programs/linters/actionlint.prepared", fingerprint(lists));
  expect(prepare().stderr).not.toContain("no module to be had");
  vi.stubEnv("RUNNER_TOOL_CACHE", join(root, "tools"));
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(linter(root, "actionlint")).toBe(join(root, "tools/programs/linters/actionlint"));
  expect(program(root, "promtool")).toBe(join(root, "tools/programs/prometheus/usr/bin/promtool"));
});
