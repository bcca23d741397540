import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { CommandFiles } from "./command-files.ts";

async function files() {
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const made = new CommandFiles(folder);
  return { read: () => made.read(), write: (name: string, text: string) => appendFile(made.env[name] ?? "", text) };
}

test("each file is read for what it is", async () => {
  const { read, write } = await files();
  await write("GITHUB_OUTPUT", "digest=sha256:1\n");
  await write("GITHUB_ENV", "A=1\n");
  await write("GITHUB_STATE", "s<<E\nx\ny\nE\n");
  await write("GITHUB_PATH", "/a\n/b\n");
  await write("GITHUB_STEP_SUMMARY", "# Done");
  expect(await read()).toEqual({
    outputs: { digest: "sha256:1" },
    env: { A: "1" },
    state: { s: "x\ny" },
    paths: ["/b", "/a"],
    summary: "# Done",
    errors: [],
    warnings: [],
  });
});

test("NODE_OPTIONS is refused with a warning", async () => {
  const { read, write } = await files();
  await write("GITHUB_ENV", "node_options=--require=x\nB=2\n");
  expect(await read()).toMatchObject({
    env: { B: "2" },
    warnings: [expect.stringContaining("node_options")],
    errors: [],
  });
});

test("a malformed file is an error, with what stood before it", async () => {
  const { read, write } = await files();
  await write("GITHUB_OUTPUT", "a=1\nb<<E\nnever ends\n");
  expect(await read()).toMatchObject({
    outputs: { a: "1" },
    errors: [expect.stringContaining("Matching delimiter not found")],
  });
});

test("a summary over a mebibyte is left out with a warning", async () => {
  const { read, write } = await files();
  await write("GITHUB_STEP_SUMMARY", "x".repeat(1024 * 1024 + 1));
  expect(await read()).toMatchObject({ summary: "", warnings: [expect.stringContaining("1048577")] });
});
