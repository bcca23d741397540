import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Ref {
  /** `refs/tags/v1` */
  readonly ref: string;
  readonly sha: string;
  readonly type: string;
}

const format = ["%H", "%P", "%T", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");

function commitOf(text: string): Commit {
  const [sha = "", parents = "", tree = "", an = "", ae = "", ai = "", cn = "", ce = "", ci = "", body = ""] =
    text.split("\0");
  return {
    sha,
    parents: parents.split(" ").filter((parent) => parent !== ""),
    tree,
    author: { name: an, email: ae, date: ai },
    committer: { name: cn, email: ce, date: ci },
    message: body.trimEnd(),
  };
}

/** A copy of the user's repository that shares its objects: what a rehearsal tags or writes stays in the copy. */
export class GitRepository {
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#env = env;
  }

  static async copy(from: string, folder: string, env: Readonly<Record<string, string>>): Promise<GitRepository> {
    await run("git", ["clone", "--quiet", "--bare", "--shared", from, folder], { env: { ...env } });
    return new GitRepository(folder, env);
  }

  async #git(args: readonly string[]): Promise<string> {
    const { stdout } = await run("git", ["--git-dir", this.#folder, ...args], {
      env: { ...this.#env },
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout;
  }

  /** Undefined where git says no: there is no such thing, or it may not be done. */
  async #tried(...args: readonly string[]): Promise<string | undefined> {
    return this.#git(args).catch(() => undefined);
  }

  /** The commit that a branch, a tag or a part of a SHA names. */
  async resolve(name: string): Promise<string | undefined> {
    // what begins with a dash would be an option
    if (name === "" || name.startsWith("-")) return undefined;
    for (const candidate of [name, `refs/heads/${name}`, `refs/tags/${name}`]) {
      const sha = await this.#tried("rev-parse", "--verify", "--quiet", "--end-of-options", `${candidate}^{commit}`);
      if (sha !== undefined) return sha.trim();
    }
    return undefined;
  }

  async log(range: string, options: { readonly path?: string; readonly reverse?: boolean } = {}): Promise<Commit[]> {
    const { path, reverse } = options;
    const text = await this.#git([
      "log",
      `--format=${format}%x01`,
      ...(reverse ? ["--reverse"] : []),
      "--end-of-options",
      range,
      "--",
      ...(path === undefined ? [] : [path]),
    ]);
    return text
      .split("\u0001")
      .map((one) => one.replace(/^\n/, ""))
      .filter((one) => one !== "")
      .map(commitOf);
  }

  async commit(name: string): Promise<Commit | undefined> {
    const sha = await this.resolve(name);
    if (sha === undefined) return undefined;
    return commitOf(await this.#git(["show", "--no-patch", `--format=${format}`, sha]));
  }

  async count(range: string): Promise<number> {
    return Number((await this.#git(["rev-list", "--count", range])).trim());
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    return (await this.#tried("merge-base", a, b))?.trim();
  }

  async files(range: string): Promise<{ readonly status: string; readonly filename: string }[]> {
    const text = await this.#git(["diff", "--name-status", "--no-renames", "-z", ...range.split(" ")]);
    const parts = text.split("\0");
    const names: Readonly<Record<string, string>> = { A: "added", M: "modified", D: "removed", T: "changed" };
    return Array.from({ length: Math.floor(parts.length / 2) }, (_, at) => ({
      status: names[parts[at * 2] ?? ""] ?? "modified",
      filename: parts[at * 2 + 1] ?? "",
    }));
  }

  async filesOf(commit: Commit): Promise<{ readonly status: string; readonly filename: string }[]> {
    const empty = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"; // git's own name for a tree without files
    return this.files(`${commit.parents[0] ?? empty} ${commit.sha}`);
  }

  /** In order of name; `prefix` is `refs/tags/v` and the like. */
  async refs(prefix: string): Promise<Ref[]> {
    const text = await this.#git(["for-each-ref", "--format=%(refname)%00%(objectname)%00%(objecttype)"]);
    return text
      .split("\n")
      .map((line) => line.split("\0"))
      .map(([ref = "", sha = "", type = ""]) => ({ ref, sha, type }))
      .filter(({ ref }) => ref.startsWith(prefix) && ref !== "");
  }

  async type(sha: string): Promise<string | undefined> {
    return /^[0-9a-f]{40}$/.test(sha) ? (await this.#tried("cat-file", "-t", sha))?.trim() : undefined;
  }

  async object(sha: string): Promise<string | undefined> {
    return this.#tried("cat-file", "-p", sha);
  }

  async isRefName(ref: string): Promise<boolean> {
    return /^refs\/[^/]+\/./.test(ref) && (await this.#tried("check-ref-format", ref)) !== undefined;
  }

  /** False where the name is taken: git makes it, or nobody does, however many ask at once. */
  async createRef(ref: string, sha: string): Promise<boolean> {
    return (await this.#tried("update-ref", ref, sha, "0".repeat(40))) !== undefined;
  }

  async moveRef(ref: string, sha: string): Promise<boolean> {
    return (await this.#tried("update-ref", ref, sha)) !== undefined;
  }

  async deleteRef(ref: string): Promise<boolean> {
    return (await this.#tried("update-ref", "-d", ref)) !== undefined;
  }

  async isAncestor(a: string, b: string): Promise<boolean> {
    return (await this.#tried("merge-base", "--is-ancestor", a, b)) !== undefined;
  }

  /** An annotated tag's object; nothing points to it yet. */
  async createTag(tag: {
    readonly name: string;
    readonly object: string;
    readonly type: string;
    readonly message: string;
    readonly tagger: Person;
  }): Promise<string> {
    const { name, object, type, message, tagger } = tag;
    const seconds = Math.floor(Date.parse(tagger.date) / 1000);
    const text = `object ${object}\ntype ${type}\ntag ${name}\ntagger ${tagger.name} <${tagger.email}> ${seconds} +0000\n\n${message}\n`;
    const child = run("git", ["--git-dir", this.#folder, "mktag"], { env: { ...this.#env } });
    child.child.stdin?.end(text);
    return (await child).stdout.trim();
  }

  async file(commit: string, path: string): Promise<Buffer | undefined> {
    const asked = run("git", ["--git-dir", this.#folder, "cat-file", "blob", `${commit}:${path}`], {
      env: { ...this.#env },
      encoding: "buffer",
      maxBuffer: 64 * 1024 * 1024,
    });
    return asked.then(
      ({ stdout }) => stdout,
      () => undefined,
    );
  }
}
