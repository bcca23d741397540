import { lstatSync } from "node:fs";
import { join, posix } from "node:path";
import { looksLikeArchive } from "./archive.ts";
import { DockerfileProblem, flagOf, type Instruction } from "./dockerfile/instruction.ts";
import { expand, type Variables } from "./dockerfile/variable.ts";
import { execForm, wordsOf } from "./dockerfile/words.ts";
import { globToRegExp } from "./ignore.ts";
import type { Stage } from "./stage.ts";
import { type Entry, entryOf, type Found, walk } from "./tree.ts";

/** Where COPY takes from: the build's context without what is ignored, or another stage. */
export interface CopySource {
  readonly root: string;
  readonly label: string;
  readonly ignored: (path: string) => boolean;
  /** made by this build, so that its files may be linked */
  readonly ownedByBuild?: true;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function ownerOf(instruction: Instruction, variables: Variables): Owner {
  const text = expand(flagOf(instruction, "chown") ?? "0:0", variables);
  const [user = "", group = user] = text.split(":");
  const known: Readonly<Record<string, number>> = { root: 0, node: 1000, nobody: 65534 };
  const id = (name: string) => {
    const number = /^\d+$/.test(name) ? Number(name) : known[name];
    if (number === undefined)
      throw new DockerfileProblem(
        instruction.line,
        `--chown=${text}: ${name} cannot be looked up without the base image; use a number`,
      );
    return number;
  };
  return { uid: id(user), gid: id(group) };
}

function matchesOf(pattern: string, source: CopySource, line: number): Found[] {
  const wanted = posix.normalize(pattern.replace(/^\/+/, "")).replace(/\/$/, "");
  if (wanted.startsWith("..")) throw new DockerfileProblem(line, `${pattern} lies outside of ${source.label}`);
  if (wanted === "." || wanted === "") return [{ path: ".", full: source.root, stat: lstatSync(source.root) }];
  const exact = join(source.root, wanted);
  const stat = lstatSync(exact, { throwIfNoEntry: false });
  if (stat && isKept({ path: wanted, full: exact, stat }, wanted, source)) return [{ path: wanted, full: exact, stat }];
  const depth = wanted.split("/").length;
  const glob = globToRegExp(wanted);
  const found = /[*?[]/.test(wanted)
    ? walk(source.root).filter(
        ({ path }) => path.split("/").length === depth && glob.test(path) && !source.ignored(path),
      )
    : [];
  if (found.length > 0) return found;
  const why = stat ? "is left out by .dockerignore" : "is not there";
  throw new DockerfileProblem(line, `"${pattern}" ${why} in ${source.label}`);
}

/** An ignored folder still comes along where something below it is taken in again. */
const isKept = ({ full, stat }: Found, path: string, source: CopySource): boolean =>
  !source.ignored(path) || (stat.isDirectory() && walk(full).some((inner) => !source.ignored(`${path}/${inner.path}`)));

/** The entries that a COPY or ADD of files makes, in the image's own paths. */
export function copyEntries(instruction: Instruction, stage: Stage, source: CopySource): Entry[] {
  const { variables } = stage;
  const words =
    execForm(instruction.text)?.map((word) => expand(word, variables)) ?? wordsOf(instruction.text, variables);
  const target = words.at(-1);
  const sources = words.slice(0, -1);
  if (target === undefined || sources.length === 0)
    throw new DockerfileProblem(instruction.line, `${instruction.keyword} needs a source and a destination`);
  const owner = ownerOf(instruction, variables);
  const chmod = flagOf(instruction, "chmod");
  const mode = chmod === undefined ? undefined : Number.parseInt(chmod, 8);
  const base = stage.resolve(target);
  const blocks = sources.filter((word) => word.startsWith("<<"));
  if (blocks.length > 0) return blockEntries(instruction, stage, base, target, owner, mode);
  if (flagOf(instruction, "parents") !== undefined)
    return sources.flatMap((pattern) => withParents(pattern, { source, base, owner, mode, line: instruction.line }));
  const found = sources.flatMap((pattern) => matchesOf(pattern, source, instruction.line));
  const archive =
    instruction.keyword === "ADD" && found.find(({ full, stat }) => stat.isFile() && looksLikeArchive(full));
  if (archive)
    throw new DockerfileProblem(
      instruction.line,
      `${archive.path} is an archive, and ADD unpacking it is not rehearsed`,
    );
  const intoFolder = target.endsWith("/") || found.length > 1 || target === "." || target === "..";
  if (found.length > 1 && !target.endsWith("/") && target !== ".")
    throw new DockerfileProblem(
      instruction.line,
      `with several sources the destination must be a folder that ends with "/", not "${target}"`,
    );
  return found.flatMap((item) => {
    if (!item.stat.isDirectory()) {
      const path = intoFolder ? posix.join(base, posix.basename(item.path)) : base;
      return [entryOf(item, path, owner, mode)];
    }
    const prefix = item.path === "." ? "" : `${item.path}/`;
    return [
      ...(base === "" ? [] : [entryOf(item, base, owner, mode ?? 0o755)]),
      ...walk(item.full)
        .filter((below) => isKept(below, `${prefix}${below.path}`, source))
        .map((below) => entryOf(below, posix.join(base, below.path), owner, mode)),
    ];
  });
}

interface Destination {
  readonly source: CopySource;
  readonly base: string;
  readonly owner: Owner;
  readonly mode: number | undefined;
  readonly line: number;
}

/** `COPY --parents a/./b/*.txt /to/` → `/to/b/x.txt`; all of the path where there is no `/./`. The layer adds the folders above. */
function withParents(pattern: string, { source, base, owner, mode, line }: Destination): Entry[] {
  const at = pattern.indexOf("/./");
  const pivot = at < 0 ? "." : posix.normalize(pattern.slice(0, at).replace(/^\/+/, ""));
  return matchesOf(pattern, source, line).flatMap((item) => {
    const path = posix.join(base, posix.relative(pivot, item.path));
    return [
      ...(path === "" || path === "." ? [] : [entryOf(item, path, owner, mode)]),
      ...(item.stat.isDirectory() ? walk(item.full) : [])
        .filter((below) => isKept(below, posix.join(item.path, below.path), source))
        .map((below) => entryOf(below, posix.join(path, below.path), owner, mode)),
    ];
  });
}

function blockEntries(
  instruction: Instruction,
  stage: Stage,
  base: string,
  target: string,
  owner: Owner,
  mode: number | undefined,
): Entry[] {
  return instruction.heredocs.map(({ name, content, expand: expands }) => {
    const path = target.endsWith("/") ? posix.join(base, name) : base;
    const full = stage.draft(expands ? expand(content, stage.variables) : content);
    return entryOf({ full, stat: lstatSync(full) }, path, owner, mode ?? 0o644);
  });
}
