import { lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { ModeChange } from "./mode.ts";

/** A file, folder or link of an image, its path without a leading slash. */
export interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly what:
    | { readonly kind: "folder" }
    | { readonly kind: "file"; readonly source: string; readonly size: number }
    | { readonly kind: "link"; readonly target: string }
    | { readonly kind: "gone" };
}

export interface Found {
  readonly path: string;
  readonly full: string;
  readonly stat: Stats;
}

/** Everything below a folder, parents before children, in order of name. */
export function walk(root: string, below = ""): Found[] {
  return readdirSync(join(root, below))
    .sort()
    .flatMap((name) => {
      const path = below === "" ? name : `${below}/${name}`;
      const full = join(root, path);
      const stat = lstatSync(full);
      return [{ path, full, stat }, ...(stat.isDirectory() ? walk(root, path) : [])];
    });
}

export function entryOf(
  found: Pick<Found, "full" | "stat">,
  path: string,
  owner: { uid: number; gid: number },
  change?: ModeChange,
): Entry {
  const { full, stat } = found;
  const what: Entry["what"] = stat.isDirectory()
    ? { kind: "folder" }
    : stat.isSymbolicLink()
      ? { kind: "link", target: readlinkSync(full) }
      : { kind: "file", source: full, size: stat.size };
  const mode = stat.mode & 0o7777;
  return { path, mode: change ? change(mode, stat.isDirectory()) : mode, ...owner, what };
}
