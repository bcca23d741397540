import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "again-"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(tests: string): Promise<string> {
  await writeFile(join(folder, "a.test.ts"), `import { expect, test } from "vitest";\nlet tried = 0;\n${tests}`);
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = [
    "--reporter=json",
    `--reporter=${join(root, "tools/again/reporter.ts")}`,
    "--outputFile.json=r.json",
  ];
  const ran = await promisify(execFile)(process.execPath, [vitest, "run", "--retry=1", "--root", folder, ...reporters]);
  return ran.stdout;
}

const once = 'test("is late once", () => expect(tried++).toBe(1));';

test("a test that passes only the second time is named, with why it failed, and left for the tally", async () => {
  expect(await run(once)).toContain("passed when run again: a.test.ts > is late once: expected +0 to be 1");
  const left: unknown = JSON.parse(await readFile(join(folder, "r.again"), "utf8"));
  expect(left).toEqual([expect.objectContaining({ test: "a.test.ts > is late once", tries: 2 })]);
});

test("where everything passes at once nothing is said, and what an earlier run left is gone", async () => {
  await run(once);
  expect(await run('test("is fine", () => expect(tried).toBe(0));')).not.toContain("again:");
  await expect(readFile(join(folder, "r.again"))).rejects.toThrow("ENOENT");
});
