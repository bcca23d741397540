import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Download, must, type Tool } from "../../../src/action/index.ts";
import { type ScriptedServer, scriptedServer } from "../../../src/action/testing/index.ts";
import { type Bench, bench } from "./deps.ts";

const program = "#!/bin/sh\necho hello 2.0.0\n";
const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

let here: Bench;
let server: ScriptedServer;
let cache = "";
beforeEach(async () => {
  here = bench();
  cache = join(here.workspace, "tool-cache");
  // tool-cache reads its folders from the process it runs in
  process.env["RUNNER_TOOL_CACHE"] = cache;
  process.env["RUNNER_TEMP"] = here.deps.runner.temp;
  server = await scriptedServer({
    "GET /hello": { body: program },
    "GET /good.tgz": { body: archive({ "pkg/hello": program, "pkg/README": "x" }) },
    "GET /evil.tgz": { body: archive({ "pkg/hello": program }, "../../outside") },
  });
});
afterEach(async () => {
  here.dispose();
  await server.close();
  delete process.env["RUNNER_TOOL_CACHE"];
  delete process.env["RUNNER_TEMP"];
});

/** A gzipped tar; `climbing` adds an entry under that name. */
function archive(files: Readonly<Record<string, string>>, climbing?: string): Buffer {
  const folder = join(here.workspace, `archive-${Object.keys(files).length}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const renaming = climbing === undefined ? [] : ["--transform", `s,^pkg/hello$,${climbing},`, "-P"];
  return execFileSync("tar", ["-czf", "-", ...renaming, "-C", folder, ...Object.keys(files)]);
}

const tool = (download: Partial<Download> & { readonly path: string }): Tool => {
  const found = { url: `${server.url}${download.path}`, sha256: sha256(program), source: "the project's release page" };
  return {
    name: "hello",
    version: "2.0.0",
    versionArgs: ["--version"],
    fits: (printed) => /hello 2\./.test(printed),
    downloads: { [`linux-${process.arch}`]: { ...found, ...download } },
  };
};

const everything = (folder: string) => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : []);

test("the machine's own is used where its version fits", async () => {
  const bin = join(here.workspace, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "hello"), program, { mode: 0o755 });
  const withOwn = bench({ PATH: `${bin}:${process.env["PATH"]}` });
  expect(await withOwn.deps.tools.find(tool({ path: "/hello" }))).toBe("hello");
  withOwn.dispose();
  expect(server.requests).toEqual([]);
});

test("else it is fetched once, and runs", async () => {
  const command = await here.deps.tools.find(tool({ path: "/hello" }));
  expect(must(await here.deps.exec(command, [])).stdout).toBe("hello 2.0.0\n");
  expect(await here.deps.tools.find(tool({ path: "/hello" }))).toBe(command);
  expect(server.requests).toHaveLength(1);
  expect(here.log()).toContain("hello 2.0.0 installed, checksum as published in the project's release page");
});

test("out of an archive only the program is taken", async () => {
  const command = await here.deps.tools.find(
    tool({ path: "/good.tgz", sha256: await sumOf("/good.tgz"), member: "pkg/hello" }),
  );
  expect(readFileSync(command, "utf8")).toBe(program);
});

const sumOf = async (path: string) => sha256(Buffer.from(await (await fetch(server.url + path)).arrayBuffer()));

test("a wrong checksum is an error, and leaves nothing behind", async () => {
  await expect(here.deps.tools.find(tool({ path: "/hello", sha256: "0".repeat(64) }))).rejects.toMatchObject({
    code: "tool-checksum",
    expected: `SHA-256 ${"0".repeat(64)} (the project's release page)`,
    came: `SHA-256 ${sha256(program)}, ${program.length} bytes`,
  });
  expect(everything(cache)).toEqual([]);
  expect(everything(here.deps.runner.temp)).toEqual([]);
});

test("an archive with a path that climbs out is refused before anything is taken out", async () => {
  const sum = await sumOf("/evil.tgz");
  await expect(
    here.deps.tools.find(tool({ path: "/evil.tgz", sha256: sum, member: "pkg/hello" })),
  ).rejects.toMatchObject({
    code: "path-outside",
  });
  expect(everything(here.deps.runner.temp)).toEqual([]);
});

test("a platform without a known checksum is named, with those that have one", async () => {
  const other: Tool = { ...tool({ path: "/hello" }), downloads: {} };
  await expect(here.deps.tools.find(other)).rejects.toMatchObject({
    code: "tool-missing",
    expected: "hello 2.0.0 on PATH, or a platform with a known checksum (no platform yet)",
  });
});
