import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeApart } from "./apart.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "apart-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Whether the file system under the tests knows the mark at all. */
function marks(path: string): boolean {
  try {
    execFileSync("chattr", ["+T", path], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

test("the folder is made, also where it is there already", () => {
  const path = join(folder(), "a/b");
  makeApart(path);
  makeApart(path);
  expect(existsSync(path)).toBe(true);
});

test("what comes into it is spread over the disk, where the file system can", ({ skip }) => {
  skip(!marks(folder()), "this file system has no such mark");
  const path = join(folder(), "runs");
  makeApart(path);
  expect(execFileSync("lsattr", ["-d", path], { encoding: "utf8" }).split(" ")[0]).toContain("T");
});
