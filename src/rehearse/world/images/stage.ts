import {
  chmodSync,
  copyFileSync,
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import type { History, ImageConfig } from "./image.ts";
import { type Layer, packLayer } from "./layer.ts";
import { type Owner, ownerNamed, root } from "./owner.ts";
import { type Entry, entryOf, walk } from "./tree.ts";

/** What a file or folder of the image is like. */
export interface Made extends Owner {
  readonly mode: number;
}

/** A stage of a build under way: its file system in a folder, its settings, the layers so far. */
export class Stage {
  readonly name: string;
  /** what `FROM` named: the machine stands in for it */
  readonly base: string;
  readonly root: string;
  readonly #env = new Map<string, string>();
  readonly #args = new Map<string, string>();
  /** what is in the image, by path: this machine's folder cannot have other owners without rights */
  readonly #owned = new Map<string, Made>();
  readonly layers: Layer[] = [];
  readonly history: History[] = [];
  config: ImageConfig;
  /** CMD was given in this very stage: then a new ENTRYPOINT leaves it */
  hasOwnCommand = false;
  #drafts = 0;

  constructor(name: string, base: string, folder: string, from?: Stage) {
    this.name = name;
    this.base = base;
    this.root = folder;
    // triggers act once, in the stage that is built from them
    const { OnBuild: _, ...inherited } = from?.config ?? {};
    this.config = inherited;
    mkdirSync(folder, { recursive: true });
    if (!from) {
      if (base === "scratch") {
        this.#env.set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        this.config = { Env: this.environment, WorkingDir: "/" };
      }
      return;
    }
    cpSync(from.root, folder, { recursive: true, verbatimSymlinks: true });
    for (const [key, value] of from.#env) this.#env.set(key, value);
    for (const [key, value] of from.#args) this.#args.set(key, value);
    for (const [path, owned] of from.#owned) this.#owned.set(path, owned);
    this.layers.push(...from.layers);
    this.history.push(...from.history);
  }

  /** What was said last counts, whether by ENV or ARG. */
  get variables(): Record<string, string> {
    return { ...Object.fromEntries(this.#env), ...Object.fromEntries(this.#args) };
  }

  get environment(): readonly string[] {
    return [...this.#env].map(([key, value]) => `${key}=${value}`);
  }

  get shell(): readonly string[] {
    return this.config.Shell ?? ["/bin/sh", "-c"];
  }

  setEnv(name: string, value: string): void {
    this.#env.set(name, value);
    this.#args.delete(name);
  }

  setArg(name: string, value: string): void {
    this.#args.set(name, value);
  }

  /** Who makes files here; where only the base image knows, nobody else than root. */
  get user(): Owner {
    return ownerNamed(this.config.User || "root") ?? root;
  }

  /** Who a path of the image belongs to. */
  ownerOf(path: string): Owner {
    const { uid, gid } = this.#owned.get(path) ?? root;
    return { uid, gid };
  }

  /** A path in the image, from its working folder, without a leading slash. */
  resolve(path: string): string {
    return posix.resolve("/", this.config.WorkingDir ?? "/", path).slice(1);
  }

  configure(change: Partial<ImageConfig>, by: string): void {
    this.config = { ...this.config, ...change };
    this.history.push({ created_by: by, empty_layer: true });
  }

  /** `made`: the folders above that are not there yet; `fresh`: as if nothing lay below, which is what `--link` means */
  async commit(entries: readonly Entry[], by: string, made: Made, fresh = false): Promise<void> {
    const found = new Map<string, Made>();
    const layer = await packLayer(entries, (path) => {
      const folder = (fresh ? undefined : this.#owned.get(path)) ?? made;
      found.set(path, folder);
      return folder;
    });
    for (const [path, owned] of found) this.#owned.set(path, owned);
    for (const { path, mode, uid, gid, what } of entries)
      if (what.kind === "gone") this.#owned.delete(path);
      else this.#owned.set(path, { mode, uid, gid });
    this.layers.push(layer);
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
  draft(content: string | Buffer): string {
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
    const owner = this.user;
    const changed = [...after].filter(
      ([path, { found, mark }]) => before.get(path)?.mark !== mark && !(found.stat.isDirectory() && before.has(path)),
    );
    const gone = [...before.keys()].filter((path) => !after.has(path) && after.has(posix.dirname(path)));
    return [
      ...changed.map(([path, { found }]) => entryOf(found, path, owner)),
      ...gone.map((path): Entry => ({ path, mode: 0, ...owner, what: { kind: "gone" } })),
    ];
  }

  hasFolder(path: string): boolean {
    return statSync(join(this.root, path), { throwIfNoEntry: false })?.isDirectory() === true;
  }
}
