import {
  chmodSync,
  copyFileSync,
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import type { History, ImageConfig } from "./image.ts";
import { type Layer, packLayer } from "./layer.ts";
import { type Entry, entryOf, walk } from "./tree.ts";

/** A stage of a build under way: its file system in a folder, its settings, the layers so far. */
export class Stage {
  readonly name: string;
  /** what `FROM` named: the machine stands in for it */
  readonly base: string;
  readonly root: string;
  readonly env = new Map<string, string>();
  readonly args = new Map<string, string>();
  readonly layers: Layer[] = [];
  readonly history: History[] = [];
  config: ImageConfig;
  /** CMD was given in this very stage: then a new ENTRYPOINT leaves it */
  hasOwnCommand = false;
  #drafts = 0;
  shell: readonly string[] = ["/bin/sh", "-c"];

  constructor(name: string, base: string, root: string, from?: Stage) {
    this.name = name;
    this.base = base;
    this.root = root;
    this.config = from?.config ?? {};
    mkdirSync(root, { recursive: true });
    if (!from) return;
    cpSync(from.root, root, { recursive: true, verbatimSymlinks: true });
    for (const [key, value] of from.env) this.env.set(key, value);
    this.layers.push(...from.layers);
    this.history.push(...from.history);
    this.shell = from.shell;
  }

  get variables(): Record<string, string> {
    return { ...Object.fromEntries(this.args), ...Object.fromEntries(this.env) };
  }

  /** A path in the image, from its working folder, without a leading slash. */
  resolve(path: string): string {
    return posix.resolve("/", this.config.WorkingDir ?? "/", path).slice(1);
  }

  configure(change: Partial<ImageConfig>, by: string): void {
    this.config = { ...this.config, ...change };
    this.history.push({ created_by: by, empty_layer: true });
  }

  async commit(entries: readonly Entry[], by: string): Promise<void> {
    this.layers.push(await packLayer(entries));
    this.history.push({ created_by: by });
  }

  /**
   * Puts entries into the stage's own folder, so that later instructions see them. What comes from another stage is linked:
   * the few commands that run here make new files and change none.
   */
  place(entries: readonly Entry[], how: "copied" | "linked"): void {
    for (const { path, mode, what } of entries) {
      const target = join(this.root, path);
      mkdirSync(dirname(target), { recursive: true });
      if (what.kind === "folder") mkdirSync(target, { recursive: true });
      else if (what.kind === "file") {
        rmSync(target, { force: true, recursive: true });
        if (how === "linked" && (lstatSync(what.source).mode & 0o7777) === mode) linkSync(what.source, target);
        else {
          copyFileSync(what.source, target);
          chmodSync(target, mode);
        }
      } else if (what.kind === "link") {
        rmSync(target, { force: true, recursive: true });
        symlinkSync(what.target, target);
      }
    }
  }

  /** A file outside of the stage's root, for content that stands in the Dockerfile itself. */
  draft(content: string): string {
    const folder = `${this.root}-drafts`;
    mkdirSync(folder, { recursive: true });
    const file = join(folder, String(this.#drafts++));
    writeFileSync(file, content);
    return file;
  }

  /** What a command that runs in the stage's folder changes there, as the entries of a layer. */
  async changesOf(act: () => Promise<void>): Promise<Entry[]> {
    const look = () =>
      new Map(
        walk(this.root).map((found) => [
          found.path,
          { found, mark: `${found.stat.ino} ${found.stat.size} ${found.stat.mtimeMs} ${found.stat.mode}` },
        ]),
      );
    const before = look();
    await act();
    const after = look();
    const owner = { uid: 0, gid: 0 };
    const changed = [...after].filter(
      ([path, { found, mark }]) => before.get(path)?.mark !== mark && !(found.stat.isDirectory() && before.has(path)),
    );
    const gone = [...before.keys()].filter((path) => !after.has(path) && after.has(posix.dirname(path)));
    return [
      ...changed.map(([path, { found }]) => entryOf(found, path, owner)),
      ...gone.map((path): Entry => ({ path, mode: 0, ...owner, what: { kind: "gone" } })),
    ];
  }

  has(path: string): boolean {
    return lstatSync(join(this.root, path), { throwIfNoEntry: false }) !== undefined;
  }
}
