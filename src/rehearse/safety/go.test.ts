import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { goSettings } from "./go.ts";

/** A machine whose Go says this of itself. */
function machine(settings?: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "go-"));
  onTestFinished(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
  if (settings) {
    writeFileSync(join(folder, "go"), `#!/bin/sh\necho '${JSON.stringify(settings)}'\n`);
    chmodSync(join(folder, "go"), 0o755);
  }
  return goSettings(folder, { PATH: folder });
}

test("a proxy of one's own and the checksum database may be reached, and passwords are to be masked", async () => {
  const { file, hosts, secrets } = await machine({
    GOPROXY: "https://me:s%21c@go.example.com|http://old.example.com:8081/x,direct",
    GOSUMDB: "sum.golang.org",
    GOPRIVATE: "",
  });
  expect(hosts).toEqual(["go.example.com:443", "old.example.com:8081", "sum.golang.org:443"]);
  expect(secrets).toEqual(["s%21c", "s!c"]);
  expect(file).toContain("GOPROXY=https://me:s%21c@go.example.com|http://old.example.com:8081/x,direct\n");
  expect(file).toMatch(/^GOFLAGS=-modcacherw$/m);
});

test.each([
  ["off", []],
  ["sum.golang.google.cn", ["sum.golang.google.cn:443"]],
  ["sum.acme+1a2b+key https://sums.acme.example:8443", ["sums.acme.example:8443"]],
])("the checksum database %s is %j", async (GOSUMDB, hosts) => {
  expect((await machine({ GOPROXY: "https://p.example", GOSUMDB })).hosts).toEqual(["p.example:443", ...hosts]);
});

test("Go itself reads the file that is written", async ({ skip }) => {
  skip(spawnSync("go", ["version"]).status !== 0, "there is no Go here");
  const folder = mkdtempSync(join(tmpdir(), "go-"));
  onTestFinished(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
  const goenv = join(folder, "env");
  writeFileSync(goenv, (await machine({ GOPROXY: "https://p.example,off", GOSUMDB: "off" })).file);
  const env = { PATH: process.env["PATH"], HOME: folder, GOENV: goenv };
  const { stdout } = spawnSync("go", ["env", "GOPROXY", "GOSUMDB", "GOFLAGS"], { env, cwd: folder, encoding: "utf8" });
  expect(stdout).toBe("https://p.example,off\noff\n-modcacherw\n");
});

test("Go is asked for what the user told it, and leaves no trace in the user's home", async ({ skip }) => {
  skip(spawnSync("go", ["version"]).status !== 0, "there is no Go here");
  const folder = mkdtempSync(join(tmpdir(), "go-"));
  onTestFinished(() => rmSync(folder, { recursive: true, maxRetries: 10 }));
  const home = join(folder, "home");
  const config = join(home, process.platform === "darwin" ? "Library/Application Support" : ".config");
  mkdirSync(join(config, "go"), { recursive: true });
  writeFileSync(join(config, "go/env"), "GOPROXY=https://told.example\n");
  const own = join(folder, "own");
  mkdirSync(own);
  expect((await goSettings(own, { PATH: process.env["PATH"], HOME: home })).hosts).toContain("told.example:443");
  expect(readdirSync(config)).toEqual(["go"]);
  expect(readdirSync(join(config, "go"))).toEqual(["env"]);
  const notes = readdirSync(own, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(notes.map(({ name }) => name)).toEqual(["mode"]);
});

test("without Go nothing more may be reached", async () =>
  expect(await machine()).toMatchObject({ hosts: [], secrets: [] }));
