import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A commit to make: after the one before it in the list, unless it says otherwise. */
export interface Made {
  readonly message: string;
  /** a name for others to come after, and for tests to find it by */
  readonly as?: string;
  readonly after?: readonly string[];
  readonly files?: readonly string[];
  readonly tags?: readonly string[];
}

export interface GitRepository {
  readonly folder: string;
  git(...args: readonly string[]): string;
  /** by the name it was made with, or its number in the list */
  sha(name: string | number): string;
  /** each tag with the message of the commit it leads to */
  tags(): Readonly<Record<string, string>>;
}

const bytes = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** A real repository with this history, its commits a minute apart. */
export function repositoryOf(commits: readonly Made[]): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-history-"));
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const run = (args: readonly string[], input?: string) =>
    execFileSync("git", args, {
      cwd: folder,
      env,
      encoding: "utf8",
      stdio: "pipe",
      ...(input === undefined ? {} : { input }),
    }).trim();
  run(["init", "--quiet", "--initial-branch=main"]);
  const marks = new Map(commits.map((one, index) => [one.as ?? String(index), index + 1]));
  const mark = (name: string) => `:${marks.get(name) ?? marks.get(String(name))}`;
  const stream = commits.map((one, index) => {
    const who = `Ada <ada@example.com> ${1_700_000_000 + index * 60} +0000`;
    const [first, ...more] = one.after ?? (index === 0 ? [] : [`${index - 1}`]);
    const parent = (name: string) => (marks.has(name) ? mark(name) : `:${Number(name) + 1}`);
    return [
      `commit refs/heads/line-${index}\nmark :${index + 1}\nauthor ${who}\ncommitter ${who}\n${bytes(one.message)}`,
      first === undefined ? "" : `from ${parent(first)}\n`,
      ...more.map((name) => `merge ${parent(name)}\n`),
      ...(one.files ?? []).map((path) => `M 644 inline ${path}\n${bytes(`${index}\n`)}`),
      ...(one.tags ?? []).map((tag) => `reset refs/tags/${tag}\nfrom :${index + 1}\n`),
    ].join("");
  });
  run(["fast-import", "--quiet", "--export-marks=.git/marks"], stream.join(""));
  const shas = run(["rev-list", "--no-walk=unsorted", ...commits.map((_, index) => `refs/heads/line-${index}`)]).split(
    "\n",
  );
  return {
    folder,
    git: (...args) => run(args),
    sha: (name) => shas[typeof name === "number" ? name : (marks.get(name) ?? 0) - 1] ?? "",
    tags: () =>
      Object.fromEntries(
        run(["for-each-ref", "--format=%(refname:short)%09%(*subject)%09%(subject)", "refs/tags"])
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => line.split("\t"))
          .map(([name = "", annotated = "", plain = ""]) => [name, annotated === "" ? plain : annotated]),
      ),
  };
}
