import { lstatSync } from "node:fs";
import { posix } from "node:path";
import { archiveIn, unpacked } from "./archive.ts";
import { DockerfileProblem, flagOf, type Instruction } from "./dockerfile/instruction.ts";
import { expand } from "./dockerfile/variable.ts";
import { blankParted, execForm, wordOf } from "./dockerfile/words.ts";
import { ignoreFrom } from "./ignore.ts";
import { type ModeChange, modeChange } from "./mode.ts";
import { type Owner, ownerOf, root } from "./owner.ts";
import { type CopySource, isKept, type Match, matchesOf } from "./source.ts";
import type { Made, Stage } from "./stage.ts";
import { type Entry, entryOf, walk } from "./tree.ts";

/** A COPY or ADD with its words read. */
class Copy {
  readonly #instruction: Instruction;
  readonly #source: CopySource;
  readonly #stage: Stage;
  /** what the folders are like that it makes on the way */
  readonly made: Made;
  readonly #chown: Owner | undefined;
  readonly #chmod: ModeChange | undefined;
  readonly #excluded: (path: string) => boolean;

  constructor(instruction: Instruction, stage: Stage, source: CopySource) {
    const { line, escaper, flags } = instruction;
    this.#instruction = instruction;
    this.#source = source;
    this.#stage = stage;
    const flag = (name: string) => {
      const given = flagOf(instruction, name);
      return given === undefined ? undefined : expand(given, stage.variables, escaper);
    };
    const [chown, chmod] = [flag("chown"), flag("chmod")];
    this.#chown = chown === undefined ? undefined : ownerOf(chown, line);
    this.#chmod = chmod === undefined ? undefined : modeChange(chmod, line);
    this.made = { ...(this.#chown ?? root), mode: this.#chmod?.(0o755, true) ?? 0o755 };
    const excludes = flags.flatMap(([name, value]) => (name === "exclude" ? [value] : []));
    this.#excluded = ignoreFrom(excludes.join("\n"));
  }

  async entries(): Promise<Entry[]> {
    const { text, line, keyword, escaper } = this.#instruction;
    const words = (execForm(text) ?? blankParted(text)).map((word) => wordOf(word, this.#stage.variables, escaper));
    const target = words.at(-1);
    const patterns = words.slice(0, -1).filter((word) => !word.startsWith("<<"));
    if (target === undefined || words.length === 1)
      throw new DockerfileProblem(line, `${keyword} needs a source and a destination`);
    const base = this.#stage.resolve(target);
    if (flagOf(this.#instruction, "parents") !== undefined)
      return patterns.flatMap((pattern) => this.#withParents(pattern, base));
    const found = patterns.flatMap((pattern) => matchesOf(pattern, this.#source, line));
    const intoFolder = /(?:^|\/)\.{0,2}$/.test(target) || this.#stage.hasFolder(base);
    const name = (own: string) => (intoFolder ? posix.join(base, own) : base);
    const taken = await Promise.all(found.map((match) => this.#taken(match, base, name)));
    return [...this.#blocks(name), ...taken.flat()];
  }

  async #taken(match: Match, base: string, name: (own: string) => string): Promise<Entry[]> {
    if (match.stat.isDirectory()) return this.#folder(match, base);
    const own = posix.basename(match.path);
    const archive = this.#instruction.keyword === "ADD" ? archiveIn(match.full) : undefined;
    if (archive === "unreadable")
      throw new DockerfileProblem(
        this.#instruction.line,
        `${match.path} is an archive, and ADD unpacking bzip2 or xz is not rehearsed: use gzip, or build with --real docker`,
      );
    if (archive) {
      const inside = await unpacked(archive, base, (content) => this.#stage.draft(content));
      return this.#chown ? inside.map((entry) => ({ ...entry, ...this.#chown })) : inside;
    }
    return this.#excluded(own) ? [] : [this.#entry(match, match.inner, name(own))];
  }

  /** What is in a folder, and a new one for it where the image has none. */
  #folder(match: Match, base: string): Entry[] {
    const at = (path: string) => (match.inner === "" ? path : `${match.inner}/${path}`);
    return [
      ...(base === "" || this.#stage.hasFolder(base) ? [] : [this.#newFolder(base)]),
      ...walk(match.full)
        .filter(({ path, full, stat }) => !this.#excluded(path) && isKept(full, stat, at(path), this.#source))
        .map((below) => this.#entry(below, at(below.path), posix.join(base, below.path))),
    ];
  }

  /** `COPY --parents a/./b/*.txt /to/` → `/to/b/x.txt`; all of the path where there is no `/./`. The layer adds the folders above. */
  #withParents(pattern: string, base: string): Entry[] {
    const at = pattern.indexOf("/./");
    const pivot = at < 0 ? "." : posix.normalize(pattern.slice(0, at).replace(/^\/+/, ""));
    return matchesOf(pattern, this.#source, this.#instruction.line).flatMap((match) => {
      const path = posix.join(base, posix.relative(pivot, match.path));
      if (match.stat.isDirectory()) return this.#folder(match, path === "." ? "" : path);
      return [this.#entry(match, match.inner, path)];
    });
  }

  #blocks(name: (own: string) => string): Entry[] {
    const { heredocs, escaper } = this.#instruction;
    return heredocs.map((block) => {
      const { content } = block;
      const full = this.#stage.draft(block.expand ? expand(content, this.#stage.variables, escaper) : content);
      const mode = this.#chmod ? this.#chmod(0o644, false) : 0o644;
      return entryOf({ full, stat: lstatSync(full) }, name(block.name), this.#chown ?? root, () => mode);
    });
  }

  /** It is made anew, whatever the one is like that it takes from. */
  #newFolder(path: string): Entry {
    return { path, ...this.made, what: { kind: "folder" } };
  }

  #entry(found: Pick<Match, "full" | "stat">, inner: string, path: string): Entry {
    return entryOf(found, path, this.#chown ?? this.#source.stage?.ownerOf(inner) ?? root, this.#chmod);
  }
}

/** The entries that a COPY or ADD of files makes, in the image's own paths, and what the folders are like that it makes above them. */
export async function copyEntries(
  instruction: Instruction,
  stage: Stage,
  source: CopySource,
): Promise<{ readonly entries: readonly Entry[]; readonly made: Made }> {
  const copy = new Copy(instruction, stage, source);
  return { entries: await copy.entries(), made: copy.made };
}
