import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashFiles } from "./hash-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hash-"));
  mkdirSync(join(folder, "deep/er"), { recursive: true });
  for (const [name, text] of [
    ["package-lock.json", "1"],
    ["deep/package-lock.json", "2"],
    ["deep/er/x.txt", "3"],
  ] as const)
    writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const of = (...texts: string[]) => {
  const all = createHash("sha256");
  for (const text of texts) all.update(createHash("sha256").update(text).digest());
  return all.digest("hex");
};

test("one file", () => expect(hashFiles(folder, ["package-lock.json"])).toBe(of("1")));
test("many files, by path", () => expect(hashFiles(folder, ["**/package-lock.json"])).toBe(of("2", "1")));
test("! takes out what came before", () =>
  expect(hashFiles(folder, ["**/package-lock.json", "!deep/**"])).toBe(of("1")));
test("nothing matched is the empty text", () => expect(hashFiles(folder, ["*.none"])).toBe(""));
test("what lies outside is left out", () => expect(hashFiles(join(folder, "deep"), ["../package-lock.json"])).toBe(""));
