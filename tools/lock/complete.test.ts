import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { completeLock, type Lock, missingOptional, readLock } from "./complete.ts";

const root = join(import.meta.dirname, "../..");
const files = execFileSync("git", ["ls-files", "*package-lock.json"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");

test.each(files)("%s holds every platform's packages and no registry's address; npm run lock mends it", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const lock = readLock(text);
  expect(missingOptional(lock)).toEqual([]);
  expect(Object.values(lock.packages).filter((entry) => entry.resolved?.startsWith("http"))).toEqual([]);
  // what npm run lock would write
  expect(`${JSON.stringify(completeLock(lock), null, 2)}\n`).toBe(text);
});

test("a complete lock comes out as it went in, each key in its place", () => {
  const text = JSON.stringify({
    name: "shop",
    lockfileVersion: 3,
    packages: {
      "": { name: "shop", license: "MIT", devDependencies: { tool: "1.0.0" } },
      "node_modules/tool": { version: "1.0.0", integrity: "sha512-x", dev: true, license: "MIT", bin: { tool: "x" } },
    },
  });
  expect(JSON.stringify(completeLock(readLock(text)))).toBe(text);
});

test("a missing platform package is added with what its name says", () => {
  const lock: Lock = {
    packages: {
      "": {},
      "node_modules/tool": {
        version: "1.0.0",
        dev: true,
        license: "MIT",
        optionalDependencies: { "@tool/linux-arm64-musl": "1.0.0" },
      },
    },
  };
  expect(completeLock(lock).packages["node_modules/@tool/linux-arm64-musl"]).toEqual({
    version: "1.0.0",
    dev: true,
    license: "MIT",
    optional: true,
    cpu: ["arm64"],
    libc: ["musl"],
    os: ["linux"],
  });
});

/** Two versions of one tool, the older one only for `old`. */
const twice = (has: Lock["packages"] = {}): Lock => ({
  packages: {
    "": {},
    "node_modules/old": { version: "1.0.0" },
    "node_modules/old/node_modules/tool": { version: "1.0.0", optionalDependencies: { "@tool/linux-x64": "1.0.0" } },
    "node_modules/tool": { version: "2.0.0", dev: true, optionalDependencies: { "@tool/linux-x64": "2.0.0" } },
    ...has,
  },
});
const platform = { cpu: ["x64"], optional: true, os: ["linux"] };

test.each([
  ["where neither is there", twice()],
  ["where the newer one's is there", twice({ "node_modules/@tool/linux-x64": { version: "2.0.0" } })],
])("two versions of one package have a platform package each, %s", (_, lock) => {
  const complete = completeLock(lock);
  expect(complete.packages).toMatchObject({
    "node_modules/@tool/linux-x64": { version: "2.0.0" },
    "node_modules/old/node_modules/tool/node_modules/@tool/linux-x64": { version: "1.0.0", ...platform },
  });
  expect(missingOptional(complete)).toEqual([]);
  expect(completeLock(complete)).toEqual(complete);
});

test("one that lies between is found, and a platform package that two share is added once", () => {
  const between = "node_modules/old/node_modules/@tool/linux-x64";
  const shared = twice({ [between]: { version: "1.0.0" } });
  expect(missingOptional(shared).map(({ by }) => by)).toEqual(["node_modules/tool"]);
  const same = twice({
    "node_modules/@other/tool": { version: "2.0.0", optionalDependencies: { "@tool/linux-x64": "2.0.0" } },
  });
  const added = Object.keys(completeLock(same).packages).filter((path) => path.endsWith("@tool/linux-x64"));
  expect(added).toHaveLength(2);
});

test("a range says no version, and what lies right below is what somebody chose", () => {
  const chosen: Lock = {
    packages: {
      "node_modules/tool": { optionalDependencies: { one: "1.x", two: "2.0.0" } },
      "node_modules/tool/node_modules/two": { version: "2.0.1" },
    },
  };
  expect(missingOptional(chosen)).toEqual([]);
});
