import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { withFoundProgram } from "./found-program.ts";

const folder = mkdtempSync(join(tmpdir(), "found-program-"));
afterAll(() => rmSync(folder, { recursive: true }));

const place = (name: string) => {
  mkdirSync(join(folder, name));
  return join(folder, name);
};
const a = place("a");
const b = place("b");
const c = place("c");
mkdirSync(join(a, "tool"));
writeFileSync(join(b, "tool"), "no program", { mode: 0o644 });
writeFileSync(join(c, "tool"), "#!/bin/sh\n", { mode: 0o755 });

test.each([
  ["the first that is a program, neither a folder nor a text", [a, b, c], "tool", join(c, "tool")],
  ["a folder that is not there is passed by", [join(folder, "none"), c], "tool", join(c, "tool")],
  ["a file is no folder", [join(b, "tool"), c], "tool", join(c, "tool")],
  ["what depends on the working directory is left to the shell", ["bin", c], "tool", "tool"],
  ["and so is what is nowhere", [a, b], "tool", "tool"],
  ["a path stays", [c], "./tool", "./tool"],
])("%s", (_, path, command, found) =>
  expect(withFoundProgram({ command, args: [], cwd: "/", env: { PATH: path.join(":") } }).command).toBe(found),
);
