/** Generated files on disk: what is there, and putting all of them in place at once. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sourceIn } from "../../emit/generate.ts";

/** Whether a file was written from a source of this folder: other generated files, as an action's manifest, are not ours. */
const isFrom = (text: string, sources: string): boolean => sourceIn(text)?.startsWith(`${sources}/`) === true;

/** Files in a folder that tidegate once wrote from a folder of sources, by path from the root. */
export function generatedIn(root: string, folder: string, sources: string): ReadonlyMap<string, string> {
  const base = join(root, folder);
  if (!existsSync(base)) return new Map();
  return new Map(
    readdirSync(base)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .flatMap((name) => {
        const text = readFileSync(join(base, name), "utf8");
        return isFrom(text, sources) ? [[`${folder}/${name}`, text] as const] : [];
      }),
  );
}

/** The manifests below a folder, two folders deep at most. */
const manifestsBelow = (root: string, folder: string, depth = 2): readonly string[] =>
  depth === 0 || !existsSync(join(root, folder))
    ? []
    : readdirSync(join(root, folder), { withFileTypes: true }).flatMap((one) =>
        one.isDirectory() && one.name !== "node_modules"
          ? manifestsBelow(root, `${folder}/${one.name}`, depth - 1)
          : one.name === "action.yml"
            ? [`${folder}/${one.name}`]
            : [],
      );

/** Composite actions that tidegate once wrote, where repositories keep theirs. */
export const generatedActions = (root: string, sources: string): ReadonlyMap<string, string> =>
  new Map(
    [".github/actions", "actions"].flatMap((folder) =>
      manifestsBelow(root, folder).flatMap((path) => {
        const text = readFileSync(join(root, path), "utf8");
        return isFrom(text, sources) ? [[path, text] as const] : [];
      }),
    ),
  );

export const textOf = (root: string, path: string): string | undefined => {
  const full = join(root, path);
  return existsSync(full) ? readFileSync(full, "utf8") : undefined;
};

export interface Change {
  readonly path: string;
  /** undefined: the file is to go */
  readonly text: string | undefined;
}

/**
 * All or nothing: every file is written in full beside its place first, then each takes its place by a rename. When one
 * cannot be written, none has changed.
 */
export function putAll(root: string, changes: readonly Change[]): void {
  const waiting: { readonly from: string; readonly to: string }[] = [];
  try {
    makeFolders(
      root,
      changes.filter(({ text }) => text !== undefined),
    );
    for (const { path, text } of changes) {
      if (text === undefined) continue;
      const to = join(root, path);
      const from = `${to}.tidegate-${process.pid}`;
      waiting.push({ from, to });
      writeFileSync(from, text, { flag: "wx" });
    }
  } catch (error) {
    for (const { from } of waiting) rmSync(from, { force: true });
    throw error;
  }
  for (const { from, to } of waiting) renameSync(from, to);
  for (const { path, text } of changes) if (text === undefined) rmSync(join(root, path), { force: true });
}

/** Files that can be made again at any time: written where they belong, one by one. */
export function putCache(root: string, files: readonly { readonly path: string; readonly text: string }[]): void {
  makeFolders(root, files);
  for (const { path, text } of files) writeFileSync(join(root, path), text);
}

/** Each folder once. */
function makeFolders(root: string, files: readonly { readonly path: string }[]): void {
  for (const folder of new Set(files.map(({ path }) => dirname(path))))
    mkdirSync(join(root, folder), { recursive: true });
}
