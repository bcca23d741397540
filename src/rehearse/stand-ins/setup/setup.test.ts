import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StandIn } from "../../runner/actions/manifest.ts";
import { setupGo } from "../setup-go.ts";
import { setupJava } from "../setup-java.ts";
import { setupNode } from "../setup-node.ts";
import { setupPython } from "../setup-python.ts";

let top = "";
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "setup-"));
  mkdirSync(join(top, "bin"));
  program("node", "echo v22.3.1");
  program("go", 'echo "go1.24.2"; echo /gopath; echo /goroot');
  program("java", 'printf "    java.home = /jdk\\n    java.version = 21.0.3\\n" >&2');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const program = (name: string, text: string) =>
  writeFileSync(join(top, "bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

async function use(action: StandIn, inputs: Readonly<Record<string, string>>, PATH = join(top, "bin")) {
  const log: string[] = [];
  const end = await action.run({
    ...{ inputs, workspace: top, temp: join(top, "temp"), leg: "a#0", env: { PATH } },
    log: (line) => log.push(line),
    signal: new AbortController().signal,
  });
  return { ...end, log };
}

describe("the version that is installed is taken", () => {
  it.each([
    [setupNode, "node-version", ["22", "22.x", "v22.3.1", ">=20", "lts/*", "lts/jod", "latest", "node", ""]],
    [setupGo, "go-version", ["1.24", "1.24.x", "stable", "oldstable", "^1.22", "1.24.2", ""]],
    [setupJava, "java-version", ["21", "21.0.3+9", "21.x", ""]],
  ] as const)("%#", async (action, input, versions) => {
    for (const version of versions) expect((await use(action, { [input]: version })).ok, version).toBe(true);
  });
});

describe("another one is refused, with what to do", () => {
  it.each([
    [setupNode, "node-version", ["20", "lts/iron", "23-nightly", "lts/nobody"]],
    [setupGo, "go-version", ["1.23", ">=1.25", "tip"]],
    [setupJava, "java-version", ["17", "8", "1.8", "latest"]],
    [setupPython, "python-version", ["2.7", "pypy3.10", "3.13t", "3.99-dev"]],
  ] as const)("%#", async (action, input, versions) => {
    for (const version of versions) {
      const { ok, log } = await use(action, { [input]: version }, `${join(top, "bin")}:${process.env["PATH"]}`);
      expect(ok, version).toBe(false);
      expect(log[0]).toMatch(/asks for \w+ .+, installed is [\d.]+: install it, .+ with --skip actions\/setup-/);
    }
  });

  it("or none at all", async () =>
    expect((await use(setupGo, { "go-version": "1.23" }, "/nonexistent")).log).toEqual([
      "Go was not found: install Go 1.23, then rehearse again",
    ]));
});

describe("a file says which one", () => {
  it.each([
    [setupNode, "node-version-file", ".nvmrc", "v22\n", true],
    [setupNode, "node-version-file", "package.json", '{"engines":{"node":">=18"}}', true],
    [setupNode, "node-version-file", "package.json", '{"volta":{"node":"20.1.0"},"engines":{"node":">=18"}}', false],
    [setupNode, "node-version-file", ".tool-versions", "ruby 3\nnodejs 20.1.0\n", false],
    [setupGo, "go-version-file", "go.mod", "module x\n\ngo 1.21.0\n", true],
    [setupGo, "go-version-file", "go.mod", "module x\n\ngo 1.99\n", false],
    [setupGo, "go-version-file", ".go-version", "1.24", true],
    [setupJava, "java-version-file", ".sdkmanrc", "java=21.0.3-tem\n", true],
    [setupPython, "python-version-file", ".python-version", "2.7\n", false],
    [setupPython, "python-version-file", "pyproject.toml", '[project]\nrequires-python = ">=3.8,<4"\n', true],
  ] as const)("%#", async (action, input, file, text, ok) => {
    writeFileSync(join(top, file), text);
    expect((await use(action, { [input]: file }, `${join(top, "bin")}:${process.env["PATH"]}`)).ok).toBe(ok);
  });

  it("and where it is not there, that is said", async () =>
    expect((await use(setupNode, { "node-version-file": ".nvmrc" })).log).toEqual([
      "node-version-file: .nvmrc is not there",
    ]));
});

it("hands on what other steps need of it", async () => {
  expect(await use(setupNode, {})).toMatchObject({ outputs: { "node-version": "v22.3.1" } });
  expect(await use(setupGo, {})).toMatchObject({
    outputs: { "go-version": "1.24.2" },
    paths: ["/gopath/bin", "/goroot/bin"],
  });
  expect(await use(setupJava, { distribution: "temurin" })).toMatchObject({
    outputs: { distribution: "temurin", path: "/jdk" },
    env: { JAVA_HOME: "/jdk" },
  });
});
