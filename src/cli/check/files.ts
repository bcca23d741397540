import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { UsageError } from "../io.ts";

const folder = ".github/workflows";

/** The files to look at, by path from the root; all workflows of the repository unless some are named. */
export function workflowFiles(root: string, named: readonly string[]): readonly string[] {
  if (named.length === 0) return filesIn(root, folder);
  const missing = named.filter((path) => !existsSync(join(root, path)) && !existsSync(path));
  if (missing.length > 0) throw new UsageError(`there is no ${missing.join(", no ")}`);
  return named.flatMap((path) => {
    const full = existsSync(join(root, path)) ? join(root, path) : path;
    const shown = relative(root, full).split(sep).join("/");
    return statSync(full).isDirectory() ? filesIn(root, shown) : [shown];
  });
}

function filesIn(root: string, path: string): readonly string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  return readdirSync(full)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => (path === "" ? name : `${path}/${name}`));
}

export function readIn(root: string): (path: string) => string | undefined {
  return (path) => {
    const full = join(root, path);
    return statSync(full, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(full, "utf8") : undefined;
  };
}
