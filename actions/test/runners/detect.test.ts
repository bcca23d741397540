import { expect, test } from "vitest";
import { unpinned } from "../install/locked.ts";
import { measuresCoverage, runnersOf } from "./detect.ts";

const project = (files: Readonly<Record<string, string>>) => ({
  names: [...new Set(Object.keys(files).map((path) => path.split("/")[0] ?? ""))],
  text: (name: string) => files[name],
});
const needs = (...names: readonly string[]) =>
  JSON.stringify({ devDependencies: Object.fromEntries(names.map((name) => [name, "*"])) });

test.each<readonly [Readonly<Record<string, string>>, readonly string[]]>([
  [{ "package.json": needs("vitest") }, ["vitest"]],
  [{ "package.json": needs("jest") }, ["jest"]],
  [{ "package.json": '{"devDependencies":{"jest":"1","vitest":"1"},"scripts":{"test":"jest --ci"}}' }, ["jest"]],
  [{ "package.json": '{"scripts":{"test":"node --import ./x.js --test"}}' }, ["node"]],
  [{ "package.json": '{"scripts":{"test":"mocha"}}' }, []],
  [{ "package.json": "{" }, []],
  [{ "pyproject.toml": "[tool.pytest.ini_options]\n" }, ["pytest"]],
  [{ "requirements-dev.txt": "pytest==9.0.0\n" }, ["pytest"]],
  [{ "conftest.py": "" }, ["pytest"]],
  [{ "test_a.py": "" }, ["unittest"]],
  [{ "setup.py": "", "tests/x.py": "" }, ["unittest"]],
  [{ "package.json": needs("vitest"), "pytest.ini": "" }, ["vitest", "pytest"]],
  [{ "main.go": "" }, []],
])("%j is tested by %j", (files, expected) => expect(runnersOf(project(files))).toEqual(expected));

test("pytest's own settings may measure coverage", () => {
  expect(measuresCoverage(project({ "pyproject.toml": 'addopts = "--strict --cov=app --cov-branch"' }))).toBe(true);
  expect(measuresCoverage(project({ "pyproject.toml": "# --cov is for CI\naddopts = '-q'" }))).toBe(false);
});

test.each([
  ["a==1.0", []],
  ["a[x]==1.0 ; python_version > '3'", []],
  ["a==1.0 \\\n    --hash=sha256:ab \\\n    --hash=sha256:cd", []],
  ["# words\n\n-c other.txt\n--index-url https://x\na===1 # why", []],
  ["a>=1.0\nb\nc~=2", ["a>=1.0", "b", "c~=2"]],
  ["a==1.*", ["a==1.*"]],
  ["-e .\n./local", ["-e .", "./local"]],
  ["git+https://x/y.git", ["git+https://x/y.git"]],
])("%j pins all but %j", (text, expected) => expect(unpinned(text)).toEqual(expected));
