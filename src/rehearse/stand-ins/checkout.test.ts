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

async function checkOut(
  inputs: Readonly<Record<string, string>> = {},
  ref = "refs/heads/main",
  others: Readonly<Record<string, string>> = {},
) {
  // where rehearsals have their workspaces: below the repository itself
  const workspace = join(repository, ".tidegate/run/work");
  mkdirSync(workspace, { recursive: true });
  const log: string[] = [];
  const short = ref.replace("refs/heads/", "");
  const end = await checkout({ repository, name: "acme/shop", others }).run({
    inputs,
    workspace,
    temp: top,
    env: {
      ...{ PATH: process.env["PATH"] ?? "", GITHUB_REF: ref, GITHUB_REF_NAME: short },
    },
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

  it("of another ref has the files of that ref, and stands on it", async () => {
    git(repository, "switch", "--quiet", "--create", "side", "v1");
    writeFileSync(join(repository, "b.txt"), "on the side\n");
    git(repository, "add", "b.txt");
    git(repository, "commit", "--quiet", "--message", "Aside");
    const side = git(repository, "rev-parse", "HEAD");
    git(repository, "switch", "--quiet", "main");
    writeFileSync(join(repository, "a.txt"), "three, not committed\n");
    const tag = await checkOut({ ref: "v1", path: "tag" });
    expect(tag.log).toEqual(["2 files of v1"]);
    expect(readFileSync(join(tag.workspace, "tag/a.txt"), "utf8")).toBe("one\n");
    expect(git(join(tag.workspace, "tag"), "rev-parse", "--abbrev-ref", "HEAD")).toBe("HEAD");
    const branch = await checkOut({ ref: "side", path: "branch" });
    expect(git(join(branch.workspace, "branch"), "status", "--short", "--branch")).toBe("## side...origin/side");
    expect(branch.end).toEqual({ ok: true, outputs: { commit: side, ref: "side" } });
  });

  it.each(["main", "refs/heads/main"])("of the run's own ref, named %s, is the working tree", async (ref) => {
    writeFileSync(join(repository, "b.txt"), "new\n");
    const { workspace, log } = await checkOut({ ref });
    expect(readFileSync(join(workspace, "b.txt"), "utf8")).toBe("new\n");
    expect(log).toEqual(["3 files"]);
  });

  it("of a ref that nobody fetched fails with what to do", async () => {
    const { end, log } = await checkOut({ ref: "gone" });
    expect(end.ok).toBe(false);
    expect(log[0]).toBe(
      "ref: gone is not known in this repository: fetch it with `git fetch origin gone:gone`, then rehearse again",
    );
  });

  it("of another repository takes the folder that was given for it", async () => {
    const other = begin(join(top, "other"), { "other.txt": "of another\n" });
    const asked = { repository: "Acme/Other", path: "other" };
    const { workspace, end } = await checkOut(asked, "refs/heads/main", { "acme/other": other });
    expect(end.ok).toBe(true);
    expect(readFileSync(join(workspace, "other/other.txt"), "utf8")).toBe("of another\n");
    expect(git(join(workspace, "other"), "remote", "get-url", "origin")).toBe("https://github.com/Acme/Other");
    const without = await checkOut(asked);
    expect(without.end.ok).toBe(false);
    expect(without.log[0]).toContain("give the folder of a clone with --map Acme/Other=FOLDER");
  });

  it("takes away what lay there before, unless it is to stay", async () => {
    const { workspace } = await checkOut();
    const made = () => writeFileSync(join(workspace, "made.txt"), "by a step\n");
    made();
    await checkOut({ clean: "false" });
    expect(existsSync(join(workspace, "made.txt"))).toBe(true);
    await checkOut();
    expect(existsSync(join(workspace, "made.txt"))).toBe(false);
  });

  it("stays in the workspace", async () => {
    const { end, log } = await checkOut({ path: "../outside" });
    expect(end.ok).toBe(false);
    expect(log).toEqual(["path: ../outside is not below the workspace"]);
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
