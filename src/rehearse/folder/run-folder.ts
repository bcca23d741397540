import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeApart } from "./apart.ts";
import { beginningOf, endProcessesOf } from "./process.ts";

/** `.tidegate`: everything of all rehearsals of a repository, which git is told to leave alone. */
export class Tidegate {
  readonly root: string;

  constructor(repository: string) {
    this.root = join(repository, ".tidegate");
  }

  get #runs(): string {
    return join(this.root, "rehearsals");
  }

  /** what the last rehearsal left to look at: its events and its report */
  get last(): string {
    return join(this.root, "rehearsal");
  }

  get cache(): string {
    return join(this.root, "cache");
  }

  /** what jobs of one workflow leave for the next rehearsal of it */
  resume(workflow: string): string {
    return join(this.root, "resume", encodeURIComponent(workflow));
  }

  /** A folder for one rehearsal. Its name says whose it is, so that it has an owner from its first moment on. */
  claim(): RunFolder {
    if (!existsSync(this.#runs)) makeApart(this.#runs);
    const ignored = join(this.root, ".gitignore");
    if (!existsSync(ignored)) writeFileSync(ignored, "*\n");
    this.sweep();
    const owner = `${process.pid}-${beginningOf(process.pid) ?? ""}`;
    const path = join(this.#runs, `${owner}-${randomBytes(3).toString("hex")}`);
    mkdirSync(path);
    return new RunFolder(path, this.last);
  }

  /** Removes what rehearsals left that were killed, or whose machine went down. */
  sweep(): void {
    for (const name of readdirSync(this.#runs)) {
      const [pid = "", beginning = ""] = name.split("-");
      if (beginningOf(Number(pid)) === beginning && beginning !== "") continue;
      endProcessesOf(join(this.#runs, name));
      rmSync(join(this.#runs, name), { recursive: true, force: true });
    }
  }
}

export class RunFolder {
  readonly path: string;
  readonly #last: string;

  constructor(path: string, last: string) {
    this.path = path;
    this.#last = last;
  }

  /** The last rehearsal's files are replaced one by one, each at once: a reader never sees half of one. */
  publish(names: readonly string[]): void {
    mkdirSync(this.#last, { recursive: true });
    for (const name of names) {
      const last = join(this.#last, name);
      // a folder takes no other's place while it holds something
      if (existsSync(last) && statSync(last).isDirectory()) rmSync(last, { recursive: true });
      if (existsSync(join(this.path, name))) renameSync(join(this.path, name), last);
    }
  }

  end(keep: boolean): void {
    endProcessesOf(this.path);
    if (!keep) rmSync(this.path, { recursive: true, force: true });
  }
}
