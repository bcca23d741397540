import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GlobOptions, glob } from "./glob.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "glob-"));
  for (const path of ["a.txt", "out/b.txt", "out/deep/c.txt", "out/.hidden/d.txt", "{x,y}.txt", "e[1].txt"]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  symlinkSync("nowhere.txt", join(folder, "out/dangling.txt"));
  symlinkSync("..", join(folder, "out/loop"));
  symlinkSync("deep", join(folder, "out/link"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = (lines: readonly string[], options: Partial<GlobOptions> = {}) => {
  const { files, roots } = glob(lines, { folder, follow: false, ...options });
  const short = (path: string) => relative(folder, path) || ".";
  return { files: files.map(short), roots: roots.map(short) };
};

describe("a pattern", () => {
  it.each([
    [["out"], ["out/.hidden/d.txt", "out/b.txt", "out/deep/c.txt"], ["out"]],
    [["out/"], ["out/.hidden/d.txt", "out/b.txt", "out/deep/c.txt"], ["out"]],
    [["out/*.txt"], ["out/b.txt"], ["out"]],
    [["**/c.txt"], ["out/deep/c.txt"], ["."]],
    [["out/**/?.txt", "!out/deep"], ["out/.hidden/d.txt", "out/b.txt"], ["out"]],
    [["!out", "out/b.txt"], ["out/b.txt"], ["out/b.txt"]],
    [
      ["a.txt", "out/deep", "out"],
      ["a.txt", "out/.hidden/d.txt", "out/b.txt", "out/deep/c.txt"],
      ["a.txt", "out"],
    ],
    [["{x,y}.txt"], ["{x,y}.txt"], ["{x,y}.txt"]],
    [["[a-d].txt"], ["a.txt"], ["."]],
    [["[!b-d].txt"], ["a.txt"], ["."]],
    [["e[[]1].txt"], ["e[1].txt"], ["."]],
    [["# a remark", "", "a.txt"], ["a.txt"], ["a.txt"]],
    [["nothing/here"], [], ["nothing/here"]],
  ])("%j", (lines, files, roots) => expect(found(lines)).toEqual({ files, roots }));

  it("leaves hidden files and folders out where it is told to, but not one that it names", () => {
    expect(found(["out"], { hidden: false }).files).toEqual(["out/b.txt", "out/deep/c.txt"]);
    expect(found(["out/.hidden/*"], { hidden: false }).files).toEqual([]);
    expect(found(["out/.hidden/d.txt"], { hidden: false }).files).toEqual(["out/.hidden/d.txt"]);
  });

  it("goes through links to folders once, and never in a circle", () =>
    expect(found(["out"], { follow: true }).files.filter((path) => path.endsWith("c.txt"))).toEqual([
      "out/deep/c.txt",
      "out/link/c.txt",
    ]));

  it("knows a home", () => expect(found(["~/b.txt"], { home: join(folder, "out") }).files).toEqual(["out/b.txt"]));
});
