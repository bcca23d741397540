import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, normalize, resolve } from "node:path";

export interface GlobOptions {
  /** what patterns start from */
  readonly folder: string;
  /** what `~` means */
  readonly home?: string;
  /** files and folders whose name begins with a dot */
  readonly hidden?: boolean;
  /** into folders that are symbolic links */
  readonly follow?: boolean;
}

export interface Globbed {
  /** full paths, in order */
  readonly files: readonly string[];
  /** the folder of each pattern, or its file: what comes before its first wildcard */
  readonly roots: readonly string[];
}

interface Pattern {
  readonly wanted: boolean;
  readonly root: string;
  readonly matches: RegExp;
}

const wildcard = /[*?[]/;

/** One part of a path: `*`, `?` and `[…]` as usual; braces are letters, as GitHub's own actions take them. */
const partOf = (text: string) =>
  text
    .replaceAll(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll(/\[(!|\\\^)?([^\]]+)\]|\[/g, (_, not, set) => (set ? `[${not ? "^" : ""}${set}]` : "\\["))
    .replaceAll(/(?<!\[[^\]]*)[*?]/g, (sign) => (sign === "*" ? "[^/]*" : "[^/]"));

/** What a pattern names it takes with all that lies below. */
function patternOf(line: string, { folder, home }: GlobOptions): Pattern {
  const wanted = !line.startsWith("!");
  const text = wanted ? line : line.slice(1).trim();
  const full = home !== undefined && /^~(\/|$)/.test(text) ? join(home, text.slice(1)) : text;
  const parts = normalize(resolve(folder, full)).split("/").slice(1);
  const first = parts.findIndex((part) => wildcard.test(part));
  const expression = parts.map((part) => (part === "**" ? "(?:/[^/]+)*" : `/${partOf(part) || "[^/]+"}`)).join("");
  return {
    wanted,
    root: `/${(first < 0 ? parts : parts.slice(0, first)).join("/")}`,
    matches: new RegExp(`^${expression}(?:/.*)?$`),
  };
}

const isBelow = (path: string, folder: string) => path.startsWith(folder === "/" ? folder : `${folder}/`);

/** As @actions/glob, which hashFiles(), the artifact actions and the cache look with. */
export function glob(lines: readonly string[], options: GlobOptions): Globbed {
  const { hidden = true, follow = true } = options;
  const patterns = lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => patternOf(line, options));
  const starts = [...new Set(patterns.filter(({ wanted }) => wanted).map(({ root }) => root))];
  const roots = starts.filter((root) => !starts.some((other) => root !== other && isBelow(root, other)));
  const files: string[] = [];
  const isWanted = (path: string) =>
    patterns.reduce((so, { wanted, matches }) => (matches.test(path) ? wanted : so), false);
  const walk = (path: string, above: readonly string[]) => {
    if (!hidden && basename(path).startsWith(".")) return;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() && isWanted(path)) files.push(path);
    if (!stat?.isDirectory()) return;
    const real = realpathSync(path);
    // a link to a folder that it lies in would never end
    if (above.includes(real)) return;
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (
        follow ||
        !entry.isSymbolicLink() ||
        !statSync(join(path, entry.name), { throwIfNoEntry: false })?.isDirectory()
      )
        walk(join(path, entry.name), [...above, real]);
  };
  for (const root of roots) walk(root, []);
  return { files: files.sort(), roots };
}
