import { glob, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Files } from "../../../src/action/index.ts";

/** Files by when they were last written. */
export type Written = ReadonlyMap<string, number>;

/** What the patterns name in a folder; nothing outside of it, whatever links lead there. */
export async function written(patterns: readonly string[], folder: string, files: Files): Promise<Written> {
  const found = new Map<string, number>();
  for await (const name of glob([...patterns], { cwd: folder, exclude: (path) => path.includes("node_modules") })) {
    const place = files.within(folder, name);
    const about = await stat(place);
    if (about.isFile()) found.set(join(folder, name), about.mtimeMs);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A report that was there before says nothing about this run. */
export const newIn = (now: Written, before: Written): readonly string[] =>
  [...now].filter(([path, time]) => before.get(path) !== time).map(([path]) => path);
