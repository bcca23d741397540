import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkout } from "./checkout.ts";

let top: string;
let repository: string;
const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd,
    encoding: "utf8",
  }).trim();

function begin(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  git(folder, "init", "--quiet", "--initial-branch", "main");
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", "Begin");
  return folder;
}

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "checkout-"));
  repository = begin(join(top, "a repository"), { "a.txt": "one\n", ".gitignore": ".tidegate\n" });
  git(repository, "tag", "v1");
  writeFileSync(join(repository, "a.txt"), "two\n");
  git(repository, "commit", "--quiet", "--all", "--message", "Go on");
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

async function checkOut(inputs: Readonly<Record<string, string>> = {}, ref = "refs/heads/main") {
  // where rehearsals have their workspaces: below the repository itself
  const workspace = join(repository, ".tidegate/run/work");
  mkdirSync(workspace, { recursive: true });
  const log: string[] = [];
  const end = await checkout(repository).run({
    inputs,
    workspace,
    temp: top,
    env: { PATH: process.env["PATH"] ?? "", GITHUB_REF: ref, GITHUB_REPOSITORY: "acme/shop" },
    leg: "job#0",
    log: (line) => log.push(line),
    signal: new AbortController().signal,
  });
  return { end, log, workspace };
}

describe("a checkout", () => {
  it("is a repository of its own: what a step does with git leaves the one that is rehearsed alone", async () => {
    const { workspace } = await checkOut();
    const before = [git(repository, "show-ref"), readFileSync(join(repository, ".git/config"), "utf8")];
    appendFileSync(join(workspace, "a.txt"), "a step's\n");
    git(workspace, "config", "user.name", "bot");
    git(workspace, "commit", "--quiet", "--all", "--message", "By a step");
    git(workspace, "tag", "v2");
    git(workspace, "reset", "--quiet", "--hard", "HEAD~1");
    expect(git(workspace, "rev-parse", "--show-toplevel")).toBe(workspace);
    expect([git(repository, "show-ref"), readFileSync(join(repository, ".git/config"), "utf8")]).toEqual(before);
    expect(readFileSync(join(repository, "a.txt"), "utf8")).toBe("two\n");
  });

  it("stands on the branch at the commit, with one commit of history unless more is asked for", async () => {
    const { workspace, end } = await checkOut();
    const sha = git(repository, "rev-parse", "HEAD");
    expect(git(workspace, "log", "--format=%H %s")).toBe(`${sha} Go on`);
    expect(git(workspace, "status", "--short", "--branch")).toBe("## main...origin/main");
    expect(git(workspace, "remote", "get-url", "origin")).toBe("https://github.com/acme/shop");
    expect(end).toEqual({ ok: true, outputs: { commit: sha, ref: "refs/heads/main" } });
  });

  it("has the whole history, branches and tags where the depth is 0", async () => {
    git(repository, "branch", "other");
    const { workspace } = await checkOut({ "fetch-depth": "0" });
    expect(git(workspace, "log", "--format=%s")).toBe("Go on\nBegin");
    expect(git(workspace, "describe", "--tags")).toMatch(/^v1-1-/);
    expect(git(workspace, "branch", "--remotes", "--format=%(refname:short)")).toBe("origin/main\norigin/other");
  });

  it("stands at the commit alone for anything but a branch", async () => {
    const { workspace } = await checkOut({}, "refs/pull/1/merge");
    expect(git(workspace, "rev-parse", "--abbrev-ref", "HEAD")).toBe("HEAD");
  });

  it("shows what is not committed yet as such", async () => {
    writeFileSync(join(repository, "a.txt"), "three\n");
    writeFileSync(join(repository, "b.txt"), "new\n");
    const { workspace } = await checkOut();
    expect(git(workspace, "status", "--short").split("\n")).toEqual(["M a.txt", "?? b.txt"]);
  });

  it("works where nothing was committed, and from another worktree", async () => {
    const fresh = join(top, "fresh");
    mkdirSync(fresh);
    git(fresh, "init", "--quiet");
    git(repository, "worktree", "add", "--quiet", join(top, "tree"), "v1");
    for (const [one, said] of [
      [fresh, ""],
      [join(top, "tree"), "Begin"],
    ] as const) {
      repository = one;
      const { end, workspace } = await checkOut();
      expect(end.ok).toBe(true);
      expect(git(workspace, "log", "--format=%s", "--all")).toBe(said);
    }
  });

  it("says so where another ref was asked for than what is here", async () => {
    expect((await checkOut({ ref: "v1" })).log[0]).toMatch(
      /^ref: v1 was asked for, and is not what is checked out here/,
    );
    expect((await checkOut({ ref: "main" })).log).toEqual(["2 files"]);
  });
});

describe("submodules", () => {
  beforeEach(() => {
    const library = begin(join(top, "library"), { "lib.txt": "a library\n" });
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "vendor/lib");
    git(repository, "commit", "--quiet", "--message", "Take a library");
  });

  it("are empty folders unless they are asked for", async () => {
    const { workspace } = await checkOut();
    expect(existsSync(join(workspace, "vendor/lib"))).toBe(true);
    expect(existsSync(join(workspace, "vendor/lib/lib.txt"))).toBe(false);
  });

  it.each(["true", "recursive"])("are there where they are asked for: %s", async (submodules) => {
    const { workspace } = await checkOut({ submodules });
    expect(readFileSync(join(workspace, "vendor/lib/lib.txt"), "utf8")).toBe("a library\n");
    expect(git(join(workspace, "vendor/lib"), "rev-parse", "--show-toplevel")).toBe(join(workspace, "vendor/lib"));
    expect(git(workspace, "status", "--short")).toBe("");
  });

  it("fail the step where they were never fetched, with what to do", async () => {
    git(repository, "submodule", "--quiet", "deinit", "--force", "--all");
    const { end, log } = await checkOut({ submodules: "true" });
    expect(end.ok).toBe(false);
    expect(log).toEqual([
      "submodules: vendor/lib is not there: git submodule update --init --recursive, then rehearse again",
    ]);
  });
});
