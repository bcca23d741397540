import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Install } from "../../images/run.ts";
import { performInstall } from "./install.ts";

/** An `npm` that installs what the lock file says and counts how often it was asked. */
function setting() {
  const folder = mkdtempSync(join(tmpdir(), "install-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, "bin");
  const asked = join(folder, "asked");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "npm"),
    `#!/bin/sh\necho once >> ${asked}\nmkdir -p node_modules/left/bin\ncp package-lock.json node_modules/left/index.js\nln -s left/index.js node_modules/link\n`,
  );
  chmodSync(join(bin, "npm"), 0o755);
  const world = {
    env: { PATH: [bin, process.env["PATH"]].join(delimiter) },
    cache: join(folder, "cache"),
  };
  const install = (name: string, lock: string | undefined): Install => {
    const cwd = join(folder, name);
    mkdirSync(cwd);
    if (lock !== undefined) writeFileSync(join(cwd, "package-lock.json"), lock);
    else writeFileSync(join(cwd, "package.json"), "{}");
    return { command: "npm", args: ["ci"], folder: "/app", cwd };
  };
  const times = () => readFileSync(asked, "utf8").trim().split("\n").length;
  return { world, install, times, folder };
}

test("the same lock file is installed once, another one anew", async () => {
  const { world, install, times, folder } = setting();
  expect(await performInstall(install("a", "one"), world)).toBe("installed");
  expect(await performInstall(install("b", "one"), world)).toBe("from the cache");
  expect(readFileSync(join(folder, "b/node_modules/link"), "utf8")).toBe("one");
  expect(times()).toBe(1);
  expect(await performInstall(install("c", "two"), world)).toBe("installed");
  expect(readFileSync(join(folder, "c/node_modules/left/index.js"), "utf8")).toBe("two");
});

test("what has no lock file is done each time: versions could be others by now", async () => {
  const { world, install, times, folder } = setting();
  await performInstall(install("a", undefined), world).catch(() => undefined);
  await performInstall(install("b", undefined), world).catch(() => undefined);
  expect(times()).toBe(2);
  expect(existsSync(join(folder, "cache/installs"))).toBe(false);
});

test("an install that fails says its last lines and leaves nothing in the cache", async () => {
  const { world, install, folder } = setting();
  writeFileSync(join(folder, "bin/npm"), "#!/bin/sh\necho 'npm error 404 left-padd' >&2\nexit 1\n");
  await expect(performInstall(install("a", "one"), world)).rejects.toThrow("npm ci failed:\nnpm error 404 left-padd");
  expect(existsSync(join(folder, "cache/installs"))).toBe(false);
});
