import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { completeLock, Lock, missingOptional } from "./complete.ts";

const root = join(import.meta.dirname, "../..");
const files = execFileSync("git", ["ls-files", "*package-lock.json"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");

test.each(files)("%s holds every platform's packages and no registry's address; npm run lock mends it", (file) => {
  const lock = v.parse(Lock, JSON.parse(readFileSync(join(root, file), "utf8")));
  expect(missingOptional(lock)).toEqual([]);
  expect(Object.values(lock.packages).filter((entry) => entry.resolved?.startsWith("http"))).toEqual([]);
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
