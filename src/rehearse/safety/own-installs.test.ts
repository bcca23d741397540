import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPython, type Interpreter, makePython } from "../programs/python.ts";
import { ownInstalls } from "./own-installs.ts";

const top = mkdtempSync(join(tmpdir(), "own installs "));
const home = join(top, "home");
const wheel = join(top, "rehearsed-1.0-py3-none-any.whl");
let interpreter: Interpreter;

/** A package of nothing but a name and a program, made by hand: no registry is asked. */
const makeWheel = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
  z.writestr("rehearsed.py", "def main(): print('rehearsed')\\n")
  z.writestr("rehearsed-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: rehearsed\\nVersion: 1.0\\n")
  z.writestr("rehearsed-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
  z.writestr("rehearsed-1.0.dist-info/entry_points.txt", "[console_scripts]\\nrehearsed = rehearsed:main\\n")
  z.writestr("rehearsed-1.0.dist-info/RECORD", "")`;

beforeAll(async () => {
  const found = await findPython("python3", process.env);
  if (!found) throw new Error("these tests need python3");
  interpreter = found;
  mkdirSync(home);
  execFileSync(found.program, ["-c", makeWheel, wheel]);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const stepsOf = (folder: string) =>
  ownInstalls({ PATH: process.env["PATH"] ?? "", HOME: home }, join(top, folder), interpreter);
const run = (env: Readonly<Record<string, string>>, command: string) =>
  execFileSync("sh", ["-c", command], { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
const isOnMachine = () =>
  run({ PATH: process.env["PATH"] ?? "" }, `'${interpreter.program}' -c 'import rehearsed' 2>&1 || true`) === "";

test("what pip installs is there for the job, its programs too, and nowhere else", () => {
  const env = stepsOf("one");
  run(env, `pip install --quiet --no-index '${wheel}'`);
  expect(run(env, "rehearsed && python3 -c 'import rehearsed'")).toBe("rehearsed");
  expect(run(stepsOf("other"), "python3 -c 'import rehearsed' 2>&1 || echo none")).toMatch(/none$/);
  expect(isOnMachine()).toBe(false);
});

test("a Python that was set up begins bare, and takes packages for the user as well", () => {
  const { bin } = makePython({ folder: join(top, "bare"), interpreter, bare: true, home });
  const env = { PATH: `${bin}:${process.env["PATH"]}`, HOME: home };
  expect(run(env, "pip list --format=freeze --disable-pip-version-check | grep -v ^pip || true")).toBe("");
  run(env, `python -m pip install --quiet --no-index --user '${wheel}'`);
  expect(run(env, "python -c 'import rehearsed; print(rehearsed.__file__)'")).toContain(join(home, ".local"));
  expect(isOnMachine()).toBe(false);
});

test("what npm installs for all is there for the job alone", () => {
  const env = stepsOf("node");
  const folder = join(top, "package");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "name": "rehearsed", "version": "1.0.0", "bin": "main.js" }');
  writeFileSync(join(folder, "main.js"), "#!/usr/bin/env node\nconsole.log('rehearsed');\n");
  run(env, `npm pack --silent --pack-destination '${top}' '${folder}'`);
  run(env, `npm install --silent --offline --global '${join(top, "rehearsed-1.0.0.tgz")}'`);
  expect(run(env, "rehearsed")).toBe("rehearsed");
  expect(existsSync(join(top, "node/npm/bin/rehearsed"))).toBe(true);
});
