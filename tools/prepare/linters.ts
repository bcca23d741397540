/** The linters of workflows that others wrote, for the tests: pinned by checksum, in a folder that nothing else uses. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run, virtualEnvironment } from "./packages.ts";
import { fingerprint, once } from "./stamp.ts";

const linters = {
  actionlint: "actionlint",
  zizmor: "python/bin/zizmor",
  jsonSchema: "python/bin/check-jsonschema",
} as const;
export type Linter = keyof typeof linters;

const folder = (root: string) => join(root, ".tidegate/programs/linters");

/** The program's path, or nothing where it is not prepared. */
export function linter(root: string, name: Linter): string | undefined {
  const path = join(folder(root), linters[name]);
  return existsSync(path) ? path : undefined;
}

/** zizmor and the schema's validator come from Python's index, actionlint is built from its Go module. What cannot be had is said. */
export async function prepareLinters(root: string): Promise<readonly string[]> {
  const python = virtualEnvironment(root, join(folder(root), "python"), [join(import.meta.dirname, "linters.txt")]);
  const notes = await Promise.all([python, actionlint(root)].map((made) => made.then(() => [], said)));
  return notes.flat();
}

const said = (error: unknown) => [`linters: ${error instanceof Error ? error.message : String(error)}`];

async function actionlint(root: string): Promise<void> {
  const module = join(import.meta.dirname, "actionlint");
  const { status } = spawnSync("go", ["version"]);
  if (status !== 0) throw new Error("actionlint is built with Go, and there is none here");
  const print = fingerprint([join(module, "go.mod"), join(module, "go.sum")]);
  await once(join(folder(root), "actionlint.prepared"), print, () =>
    run(root, module, "go", [
      "build",
      "-o",
      join(folder(root), "actionlint"),
      "github.com/rhysd/actionlint/cmd/actionlint",
    ]),
  );
}
