import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createMasker } from "../mask/masker.ts";
import { createFiles } from "./files.ts";

const folder = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = createFiles(createMasker(), folder);
const place = join(folder, "a");
writeFileSync(place, "12345");

test("bytes are read up to a limit, and no byte of more", async () => {
  expect((await files.readBytes(place, 5)).toString()).toBe("12345");
  await expect(files.readBytes(place, 4)).rejects.toMatchObject({ code: "bad-file", message: `${place} is too large` });
});

test("what has no end is not begun", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  for (const path of [pipe, "/dev/zero"])
    await expect(files.readBytes(path, 5)).rejects.toMatchObject({ code: "bad-file", message: `${path} is no file` });
});

test("what is not there is told so", async () => {
  await expect(files.readBytes(join(folder, "b"), 5)).rejects.toMatchObject({ message: `${folder}/b is not there` });
  await expect(files.readBytes(folder, 5)).rejects.toMatchObject({ message: `${folder} is a folder` });
});
