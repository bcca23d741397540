import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { join, posix } from "node:path";
import { DockerfileProblem } from "./dockerfile/instruction.ts";
import { globToRegExp } from "./ignore.ts";
import type { Owner } from "./owner.ts";
import { type Found, walk } from "./tree.ts";

/** Where COPY takes from: the build's context without what is ignored, or another stage. */
export interface CopySource {
  readonly root: string;
  readonly label: string;
  readonly ignored: (path: string) => boolean;
  /** made by this build, so that its files may be linked and have owners of their own */
  readonly stage?: { readonly ownerOf: (path: string) => Owner };
}

/** What COPY names: `path` as it was asked for, `inner` where the links on the way lead to. */
export interface Match extends Found {
  readonly inner: string;
}

const mostLinks = 40;

/** A path below a folder with its links followed, none of which leads out of the folder. */
function followed(root: string, path: string): string {
  const rest = path.split("/");
  let at: string[] = [];
  for (let links = 0; rest.length > 0; ) {
    const part = rest.shift() ?? "";
    if (part === "..") at.pop();
    if (part === "" || part === "." || part === "..") continue;
    const full = join(root, ...at, part);
    if (links < mostLinks && lstatSync(full, { throwIfNoEntry: false })?.isSymbolicLink()) {
      links += 1;
      const target = readlinkSync(full);
      if (target.startsWith("/")) at = [];
      rest.unshift(...target.split("/"));
    } else at.push(part);
  }
  return at.join("/");
}

/** An ignored folder still comes along where something below it is taken in again. */
export const isKept = (full: string, stat: Stats, path: string, source: CopySource): boolean =>
  !source.ignored(path) || (stat.isDirectory() && walk(full).some((inner) => !source.ignored(`${path}/${inner.path}`)));

function match(path: string, source: CopySource): Match | undefined {
  const inner = followed(source.root, path);
  const full = join(source.root, inner);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  return stat && isKept(full, stat, inner, source) ? { path, inner, full, stat } : undefined;
}

export function matchesOf(pattern: string, source: CopySource, line: number): readonly Match[] {
  const wanted = posix.normalize(pattern.replace(/^\/+/, "")).replace(/\/$/, "");
  if (wanted.startsWith("..")) throw new DockerfileProblem(line, `${pattern} lies outside of ${source.label}`);
  if (wanted === "." || wanted === "")
    return [{ path: ".", inner: "", full: source.root, stat: lstatSync(source.root) }];
  const exact = match(wanted, source);
  if (exact) return [exact];
  if (/[*?[]/.test(wanted)) {
    const depth = wanted.split("/").length;
    const glob = globToRegExp(wanted);
    // a pattern may meet nothing
    return walk(source.root)
      .filter(({ path }) => (wanted.includes("**") || path.split("/").length === depth) && glob.test(path))
      .flatMap(({ path }) => match(path, source) ?? []);
  }
  const there = lstatSync(join(source.root, followed(source.root, wanted)), { throwIfNoEntry: false });
  const why = there ? "is left out by .dockerignore" : "is not there";
  throw new DockerfileProblem(line, `"${pattern}" ${why} in ${source.label}`);
}
