import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "../io.ts";
import { UsageError } from "../io.ts";
import { type Generated, generatedFor } from "./generated.ts";

const usage = `Usage: tidegate action [--check] [FOLDER …]

Writes action.yml, and the contract in README.md, from the declaration in FOLDER/spec.ts. Without a FOLDER: this one, and
every folder of actions/.

  --check   change nothing; exit 1 when a file is not what its declaration says`;

function options(args: readonly string[]): { check: boolean; folders: readonly string[] } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    return values.help ? undefined : { check: values.check ?? false, folders: positionals };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

const declared = (root: string, folder: string) => existsSync(join(root, folder, "spec.ts"));

function foldersIn(root: string): readonly string[] {
  const actions = existsSync(join(root, "actions")) ? readdirSync(join(root, "actions")).sort() : [];
  return [".", ...actions.map((name) => `actions/${name}`)].filter((folder) => declared(root, folder));
}

const isCurrent = (root: string, { path, text }: Generated["files"][number]) =>
  existsSync(join(root, path)) && readFileSync(join(root, path), "utf8") === text;

export const actionCommand: Command = async (args, io) => {
  const chosen = options(args);
  if (!chosen) {
    io.out(usage);
    return 0;
  }
  const folders =
    chosen.folders.length > 0 ? chosen.folders.map((folder) => folder.replace(/\/+$/, "")) : foldersIn(io.cwd);
  const missing = folders.filter((folder) => !declared(io.cwd, folder));
  if (missing.length > 0) throw new UsageError(`there is no spec.ts in ${missing.join(", ")}\n\n${usage}`);
  if (folders.length === 0) throw new UsageError(`there is no spec.ts here, nor in a folder of actions/\n\n${usage}`);
  const all = await Promise.all(folders.map((folder) => generatedFor(io.cwd, folder)));
  const stale = all.flatMap(({ files }) => files).filter((file) => !isCurrent(io.cwd, file));
  for (const { path, text } of stale) {
    if (chosen.check) io.err(`${path}: is not what spec.ts says: run \`npx tidegate action\``);
    else {
      writeFileSync(join(io.cwd, path), text);
      io.out(`wrote ${path}`);
    }
  }
  const problems = all.flatMap((one) => one.problems);
  for (const problem of problems) io.err(problem);
  return problems.length > 0 || (chosen.check && stale.length > 0) ? 1 : 0;
};
