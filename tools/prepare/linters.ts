/** The linters of workflows that others wrote, for the tests: pinned by checksum, in a folder that nothing else uses. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pythonPrint, run, virtualEnvironment } from "./packages.ts";
import { ownPlace, placed } from "./place.ts";
import { fingerprint, isMade, once } from "./stamp.ts";

const linters = {
  actionlint: "actionlint",
  zizmor: "python/bin/zizmor",
  jsonSchema: "python/bin/check-jsonschema",
} as const;
export type Linter = keyof typeof linters;

const folder = (root: string) => join(ownPlace(root), "linters");
const isThere = (root: string, stamp: string, print: string) =>
  placed(root, join("linters", stamp), (path) => isMade(path, print)) !== undefined;

/** The program's path, or nothing where it is not prepared. */
export const linter = (root: string, name: Linter): string | undefined => placed(root, join("linters", linters[name]));

/** zizmor and the schema's validator come from Python's index, actionlint is built from its Go module. What cannot be had is said. */
export async function prepareLinters(root: string): Promise<readonly string[]> {
  const notes = await Promise.all([python(root), actionlint(root)].map((made) => made.then(() => [], said)));
  return notes.flat();
}

const said = (error: unknown) => [`linters: ${error instanceof Error ? error.message : String(error)}`];

async function python(root: string): Promise<void> {
  const lists = [join(import.meta.dirname, "linters.txt")];
  if (isThere(root, "python/.prepared", pythonPrint(lists))) return;
  await virtualEnvironment(root, join(folder(root), "python"), lists);
}

async function actionlint(root: string): Promise<void> {
  const module = join(import.meta.dirname, "actionlint");
  const print = fingerprint([join(module, "go.mod"), join(module, "go.sum")]);
  if (isThere(root, "actionlint.prepared", print)) return;
  const { status } = spawnSync("go", ["version"]);
  if (status !== 0) throw new Error("actionlint is built with Go, and there is none here");
  await once(join(folder(root), "actionlint.prepared"), print, () =>
    run(root, module, "go", [
      "build",
      "-o",
      join(folder(root), "actionlint"),
      "github.com/rhysd/actionlint/cmd/actionlint",
    ]),
  );
}
