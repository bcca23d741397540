import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RewrittenFile } from "./rewritten-file.ts";

function file() {
  const folder = mkdtempSync(join(tmpdir(), "rewritten-"));
  const made = new RewrittenFile(join(folder, "script.sh"), 0o700);
  onTestFinished(() => {
    made.end();
    rmSync(folder, { recursive: true });
  });
  return made;
}

test("it holds what was written last, longer or shorter than before, and nothing that others added", () => {
  const one = file();
  for (const text of ["echo a long line\n", "true", "", "echo ü\n"]) {
    one.write(text);
    expect(readFileSync(one.path, "utf8")).toBe(text);
    appendFileSync(one.path, "echo not ours\n");
  }
  expect(statSync(one.path).mode & 0o777).toBe(0o700);
});

test("removed, it is made again with its mode", () => {
  const one = file();
  one.write("true");
  rmSync(one.path);
  one.write("false");
  expect(readFileSync(one.path, "utf8")).toBe("false");
  expect(statSync(one.path).mode & 0o777).toBe(0o700);
});
