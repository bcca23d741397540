import { copyFileSync, cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { describe, expect, test } from "vitest";
import config from "../../../../tidegate.config.ts";
import { npmPackages, pythonWith } from "./installed.ts";
import { root, run } from "./world.ts";

/** The repository as far as a service needs it; what was installed or measured beside it stays there. */
function checkedOut(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-service-"));
  const left = new Set(["node_modules", "coverage", "__pycache__", ".pytest_cache"]);
  copyFileSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
  cpSync(join(root, path), join(folder, path), {
    recursive: true,
    filter: (source) =>
      !source
        .slice(root.length)
        .split(sep)
        .some((part) => left.has(part)),
  });
  return folder;
}

const services = Object.entries(config.services);

describe.each(services)("the shop's %s", (_, { path, runtime, coverage }) => {
  const isNode = "node" in runtime;
  const requirements = ["requirements.txt", "requirements-dev.txt"].map((name) => join(root, path, name));
  const packages = isNode ? npmPackages(join(root, path)) : pythonWith(...requirements);

  test.skipIf(packages === undefined)(
    "reaches the bar that its workflow sets, as the action measures it (skipped where its packages cannot be fetched)",
    async () => {
      const folder = checkedOut(path);
      if (isNode) symlinkSync(packages ?? "", join(folder, path, "node_modules"));
      const { exit, outputs } = await run({
        folder,
        inputs: {
          folder: path,
          coverage: "true",
          "min-coverage": String(coverage),
          ...(isNode ? {} : { python: packages ?? "" }),
        },
        real: ["node"],
        patience: 220_000,
      });
      expect(coverage).toBeGreaterThanOrEqual(90);
      expect([exit, outputs]).toMatchObject([0, { verdict: "ok", cause: "none", failed: "0" }]);
      expect(Number(outputs["coverage"])).toBeGreaterThanOrEqual(90);
    },
    240_000,
  );
});
