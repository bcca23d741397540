/** The commit for servers without `$/`, made in real repositories, from this repository's own workflows and from others. */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { commitBySha } from "../../../tools/release/commit.ts";
import { run as runStep, scriptOf } from "./step.ts";

const root = join(import.meta.dirname, "../../..");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const fresh = () => {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-by-sha-test-"));
  folders.push(folder);
  return folder;
};
const git = (folder: string, ...args: readonly string[]) =>
  execFileSync("git", ["-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

/** A repository with one commit of these files. */
function repository(files: Readonly<Record<string, string>>, fill?: (folder: string) => void): string {
  const folder = fresh();
  git(folder, "init", "-q", "-b", "main");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  fill?.(folder);
  git(folder, "add", "--all");
  git(folder, "commit", "-q", "-m", "Release");
  return folder;
}

/** What of this repository the command reads: workflows, and the manifests of the actions. */
const asReleased = () =>
  repository({}, (folder) => {
    cpSync(join(root, ".github/workflows"), join(folder, ".github/workflows"), { recursive: true });
    const actions = readdirSync(join(root, "actions"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of actions)
      cpSync(join(root, "actions", name, "action.yml"), join(folder, "actions", name, "action.yml"));
  });

const called = (uses: string) =>
  `on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: ${uses}\n`;
const audit = "runs:\n  using: node24\n  main: dist/main.js\n";
const small = (more: Readonly<Record<string, string>> = {}) =>
  repository({ ".github/workflows/ci.yml": called("$/actions/audit"), "actions/audit/action.yml": audit, ...more });
const released = { repository: "acme/tide", commit: "HEAD", version: "v1.2.3" };

test("our reusable workflows name every action by the release's commit, and nothing else differs from it", () => {
  const folder = asReleased();
  const release = git(folder, "rev-parse", "HEAD");
  const made = commitBySha(folder, { ...released, repository: "tidegate/tidegate" });
  expect(git(folder, "rev-parse", "v1.2.3-by-sha^")).toBe(release);
  const changed = git(folder, "diff", "--name-only", release, made.commit).split("\n");
  expect(made.workflows).toEqual(changed);
  expect(changed).toEqual(
    ["build", "ci", "deploy", "rollback"].map((name) => `.github/workflows/reusable-service-${name}.yml`),
  );
  for (const path of changed) {
    const [before, after] = [release, made.commit].map((at) => git(folder, "show", `${at}:${path}`));
    expect(after).not.toMatch(/uses: \$\//);
    expect(after).toBe(
      before?.replace(/uses: \$\/(actions\/[\w-]+)/g, `uses: tidegate/tidegate/$1@${release} # v1.2.3`),
    );
  }
});

test("neither the branch nor the files of whoever makes it are touched", () => {
  const folder = small();
  const [branch, head] = [git(folder, "symbolic-ref", "HEAD"), git(folder, "rev-parse", "HEAD")];
  writeFileSync(join(folder, "half-done"), "mine");
  commitBySha(folder, released);
  expect(git(folder, "symbolic-ref", "HEAD")).toBe(branch);
  expect(git(folder, "rev-parse", "HEAD")).toBe(head);
  expect(git(folder, "status", "--porcelain")).toBe("?? half-done");
});

test("whoever makes it again gets the same commit, wherever and whoever that is", () => {
  const folder = small();
  const first = commitBySha(folder, released);
  expect(commitBySha(folder, released)).toEqual(first);
  const elsewhere = fresh();
  git(folder, "clone", "-q", "--no-tags", "--depth", "1", `file://${folder}`, elsewhere);
  git(elsewhere, "config", "commit.gpgSign", "true");
  expect(commitBySha(elsewhere, released)).toEqual(first);
});

test("a tag that stands never moves", () => {
  const folder = small();
  const { commit } = commitBySha(folder, released);
  expect(() => commitBySha(folder, { ...released, repository: "acme/mirror" })).toThrow(
    /^v1\.2\.3-by-sha is at [0-9a-f]{40}, and what was made now is [0-9a-f]{40}: a released tag never moves$/,
  );
  expect(git(folder, "rev-parse", "v1.2.3-by-sha")).toBe(commit);
});

test("an action that is not there, or that itself names another by $/, is refused", () => {
  const gone = small({ ".github/workflows/b.yml": called("$/actions/gone") });
  expect(() => commitBySha(gone, released)).toThrow(/^actions\/gone has no action\.yml at [0-9a-f]{40}/);
  const inner = "name: x\ndescription: x\nruns:\n  using: composite\n  steps:\n    - uses: $/actions/audit\n";
  const deep = small({ ".github/workflows/b.yml": called("$/actions/deep"), "actions/deep/action.yml": inner });
  expect(() => commitBySha(deep, released)).toThrow(
    "actions/deep/action.yml itself uses $/actions/audit, which such a server does not know: write it out there",
  );
  expect(git(deep, "tag")).toBe("");
});

test("where there is nothing to write, nothing is tagged", () => {
  const folder = repository({ ".github/workflows/ci.yml": called("actions/checkout@v7") });
  expect(() => commitBySha(folder, released)).toThrow(/there is nothing to write$/);
  expect(git(folder, "tag")).toBe("");
});

test("the command says what it made, and a version that is none is refused", () => {
  const folder = small();
  const outputs = join(fresh(), "outputs");
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(root, "tools/release/by-sha.ts"), ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, GITHUB_OUTPUT: outputs },
    });
  const { status, stdout } = run("v1.2.3", "HEAD", "acme/tide");
  const commit = git(folder, "rev-parse", "v1.2.3-by-sha");
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `v1.2.3-by-sha is ${commit}: .github/workflows/ci.yml\n`,
  });
  expect(readFileSync(outputs, "utf8")).toBe(`tag=v1.2.3-by-sha\ncommit=${commit}\n`);
  expect(run("1.2").stderr).toContain('expected a version like v1.2.3, got "1.2"');
});

/** A server behind `ssh`: git's own protocol, spoken to a bare repository; and a `gh` that tells the server's keys. */
function server(): {
  readonly bare: string;
  readonly env: Readonly<Record<string, string>>;
  readonly said: () => string;
} {
  const [bare, programs] = [fresh(), fresh()];
  git(bare, "init", "-q", "--bare", "-b", "main");
  const log = join(programs, "log");
  const program = (name: string, text: string) => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(programs, name), 0o755);
  };
  program("gh", "echo ssh-ed25519 AAAA; echo ssh-rsa BBBB");
  program("ssh", `{ echo "$@"; cat "$2" "$KEY.hosts"; } >> ${log}; exec git receive-pack ${bare}`);
  const KEY = join(programs, "key");
  const env = { PATH: `${programs}:${process.env["PATH"]}`, KEY, MAKE_THE_COMMIT_TAG: "v1.2.3-by-sha", GH_TOKEN: "t" };
  return { bare, env, said: () => readFileSync(log, "utf8") };
}

const push = scriptOf("release", "by-sha", "Push its tag");

test("release.yml pushes the tag from a clone of one commit, with the deploy key, to a host that GitHub vouches for", async () => {
  const [folder, shallow] = [small(), fresh()];
  const { bare, env, said } = server();
  git(folder, "push", "-q", bare, "main");
  git(folder, "clone", "-q", "--depth", "1", `file://${bare}`, shallow);
  const { commit } = commitBySha(shallow, released);
  for (const _ of ["first", "again"])
    expect(await runStep(push, { ...env, THE_RELEASE_KEY: "the key" }, shallow)).toMatchObject({ code: 0 });
  expect(git(bare, "rev-parse", "v1.2.3-by-sha")).toBe(commit);
  expect(git(bare, "rev-parse", "v1.2.3-by-sha^")).toBe(git(bare, "rev-parse", "main"));
  expect(said()).toMatch(
    / git@github\.example git-receive-pack '\/?acme\/shop\.git'\nthe key\ngithub\.example ssh-ed25519 AAAA\n/,
  );
  expect(existsSync(env["KEY"] ?? "")).toBe(false);
});

test("a tag of another commit on the server is left alone, and the step is red", async () => {
  const folder = small();
  const { bare, env } = server();
  git(folder, "push", "-q", bare, "main:refs/tags/v1.2.3-by-sha");
  commitBySha(folder, released);
  const ended = await runStep(push, { ...env, THE_RELEASE_KEY: "the key" }, folder);
  expect(ended.code).not.toBe(0);
  expect(ended.said).toContain("already exists");
  expect(git(bare, "rev-parse", "v1.2.3-by-sha")).toBe(git(folder, "rev-parse", "main"));
  expect(existsSync(env["KEY"] ?? "")).toBe(false);
});

test("without a deploy key the step says where it belongs", async () => {
  const { env } = server();
  const ended = await runStep(push, { ...env, THE_RELEASE_KEY: "" }, small());
  expect(ended.code).toBe(1);
  expect(ended.said).toMatch(/^::error::the secret RELEASE_KEY of the environment npm is empty/);
});

/** A repository of somebody's own, whose verify is a call of ours. */
const caller = () =>
  repository({
    ".github/workflows/ci.yml": `on: push\njobs:\n  verify:\n    uses: tidegate/tidegate/.github/workflows/reusable-service-ci.yml@${"0".repeat(39)}1\n    permissions:\n      contents: read\n    with: { path: web, image: false }\n`,
    "web/package.json": '{ "name": "web", "version": "1.0.0", "type": "module", "scripts": { "test": "node --test" } }',
    "web/package-lock.json":
      '{ "name": "web", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "web", "version": "1.0.0" } } }',
    "web/one.test.js": 'import test from "node:test";\ntest("one", () => {});\n',
  });

test("what calls that commit runs the actions of the release: a rehearsal", async () => {
  const mirror = repository({}, (folder) => {
    for (const name of [".github/workflows", "actions"])
      cpSync(join(root, name), join(folder, name), { recursive: true });
  });
  commitBySha(mirror, { ...released, repository: "tidegate/tidegate" });
  git(mirror, "checkout", "-q", "v1.2.3-by-sha");
  const args = ["rehearse", ".github/workflows/ci.yml", "--trust", "--map", `tidegate/tidegate=${mirror}`];
  const cli = join(root, "src/cli/main.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], { cwd: caller() });
  expect(stdout).toMatch(/^Verify: Test: success/m);
  expect(stdout).toMatch(/^Verify: Audit: success/m);
  expect(stdout).toMatch(/^success: /m);
});
