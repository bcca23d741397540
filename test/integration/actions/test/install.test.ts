import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { python } from "../python/interpreter.ts";
import { run, told } from "./world.ts";

/** How this machine reaches the registries. */
const network = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined &&
    /^(PIP_|npm_config_(registry|cafile|userconfig)|NODE_EXTRA_CA|SSL_CERT|REQUESTS_CA|https?_proxy|no_proxy)/i.test(
      name,
    )
      ? [[name, value]]
      : [],
  ),
);

function reachable(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

const npm = reachable("npm", ["view", "picocolors@1.1.1", "version"]);
const pip = reachable(python, [
  "-m",
  "pip",
  "download",
  "--quiet",
  "--no-deps",
  "--dest",
  mkdtempSync(join(tmpdir(), "tidegate-pip-")),
  "iniconfig==2.3.1",
]);

const lock = {
  name: "cart",
  lockfileVersion: 3,
  requires: true,
  packages: {
    "": { name: "cart", dependencies: { picocolors: "1.1.1" } },
    "node_modules/picocolors": {
      version: "1.1.1",
      integrity: "sha512-xceH2snhtb5M9liqDsmEw56le376mTZkEX/jEb/RxNFyegNul7eNslCXP9FDj/Lcu0X8KEyMceP2ntpaHrDEVA==",
    },
  },
};

test.skipIf(!npm)("npm's locked packages are there when the tests run (skipped where npm cannot fetch)", async () => {
  const transcript = await run({
    inputs: { install: "npm" },
    files: {
      "package.json": JSON.stringify({
        name: "cart",
        type: "module",
        scripts: { test: "node --test" },
        dependencies: { picocolors: "1.1.1" },
      }),
      "package-lock.json": JSON.stringify(lock),
      "a.test.js": 'import { test } from "node:test";\nimport "picocolors";\ntest("it is there", () => {});\n',
    },
    env: network,
    real: ["node", "npm", "env"],
  });
  expect(told(transcript)).toBe("exit 0: ok, none; 1 = 1 + 0 failed + 0 skipped");
  expect(transcript.log).toContain("::group::npm ci");
});

const hashes =
  "--hash=sha256:67f4b9c50da0dedf52af349e7749a80a9057a5031199791b906c3bb3ae878960 --hash=sha256:9121e2c1fdb355232495be3194c8dfe87ccc2d5dee45947b78e68f499790d7a7";

test.skipIf(!pip)(
  "pip's locked packages, in an environment of their own (skipped where pip cannot fetch)",
  async () => {
    const files = (requirements: string) => ({
      "requirements.txt": requirements,
      "test_a.py":
        "import unittest\nimport iniconfig\n\nclass Cart(unittest.TestCase):\n    def test_there(self):\n        pass\n",
    });
    const inputs = { install: "pip", python };
    const good = await run({ inputs, files: files(`iniconfig==2.3.1 ${hashes}\n`), env: network });
    expect(told(good)).toBe("exit 0: ok, none; 1 = 1 + 0 failed + 0 skipped");
    const bad = await run({ inputs, files: files(`iniconfig==2.3.1 --hash=sha256:${"0".repeat(64)}\n`), env: network });
    expect(bad.exit).toBe(2);
    expect(bad.log).toContain("install-failed::the Python packages could not be installed");
  },
);
