import { lstatSync, realpathSync } from "node:fs";
import { isAbsolute, join, resolve, sep } from "node:path";
import { kitError } from "../errors/error.ts";

const refuse = (root: string, path: string, why: string) =>
  kitError("path-outside", `'${path}' ${why}`, { expected: `a relative path inside ${root}` });

/** True for a path or the folder itself, by their letters alone. */
export const isInside = (root: string, path: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** The real place of a path: every link followed as far as the path exists, the rest as it is. */
export function realPlace(path: string): string {
  const absolute = resolve(path);
  const missing: string[] = [];
  let existing = absolute;
  for (;;) {
    try {
      return join(realpathSync(existing), ...missing.reverse());
    } catch {
      // a link to nothing may point anywhere: writing through it would make the file there
      if (isLink(existing)) throw refuse(absolute, path, "is a link that leads nowhere");
      const parent = resolve(existing, "..");
      if (parent === existing) return absolute;
      missing.push(existing.slice(parent.length).replace(/^[/\\]+/, ""));
      existing = parent;
    }
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * The place of a path that someone else named (an entry of an archive, a file in a report, an artifact), or an error:
 * nothing may lead out of the folder, neither by `..`, nor as an absolute path, nor through a link.
 */
export function within(root: string, named: string): string {
  if (named === "" || named.includes("\0")) throw refuse(root, named, "is no path");
  if (isAbsolute(named) || /^[A-Za-z]:/.test(named)) throw refuse(root, named, "is absolute");
  const parts = named.split(/[\\/]+/);
  if (parts.includes("..")) throw refuse(root, named, "goes up");
  const place = realPlace(join(root, ...parts));
  if (!isInside(realPlace(root), place)) throw refuse(root, named, `leads to ${place}`);
  return place;
}
