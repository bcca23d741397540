import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { closedEnvironment } from "./environment.ts";

test("whoever asks is told the same user: a shell, the system, Python", () => {
  const home = mkdtempSync(join(tmpdir(), "home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const env = closedEnvironment({ HOME: home, PATH: process.env["PATH"] ?? "" }, home);
  const script = `set -u; echo "$USER"; echo "$LOGNAME"; whoami; python3 -c 'import getpass; print(getpass.getuser())'`;
  const [user, ...others] = execFileSync("bash", ["-c", script], { env, encoding: "utf8" }).trim().split("\n");
  expect(user).toMatch(/./);
  expect(others).toEqual([user, user, user]);
});

test("folders that npm put on PATH for its own scripts are left out", () =>
  expect(closedEnvironment({ PATH: "/a/node_modules/.bin:/usr/bin" }, "/x")["PATH"]).toBe("/usr/bin"));
