import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GitHub, startGitHub } from "./server.ts";

let folder: string;
let github: GitHub;
const remarks: string[] = [];
let token: string;
const env = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
    cwd: join(folder, "shop"),
    encoding: "utf8",
    env: { ...env, GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z", GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z" },
  }).trim();

function commit(message: string): string {
  writeFileSync(join(folder, "shop/file.txt"), message);
  git("add", "-A");
  git("commit", "-qm", message);
  return git("rev-parse", "HEAD");
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "github-"));
  execFileSync("git", ["init", "-q", "-b", "main", join(folder, "shop")]);
  commit("one");
  git("tag", "v1.0.0");
  commit("two");
  git("checkout", "-q", "-b", "feature/x");
  commit("three");
  git("checkout", "-q", "main");
  remarks.length = 0;
  github = await startGitHub({
    name: "acme/shop",
    repository: join(folder, "shop"),
    folder: join(folder, "world"),
    env,
    now: () => new Date("2026-02-03T00:00:00Z"),
    remark: (request, what) => remarks.push(`${request}: ${what}`),
  });
  token = github.tokens.for({ contents: "write", issues: "write", actions: "read" });
});
afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(request: string, body?: object, as = token) {
  const [method = "", path = ""] = request.split(" ");
  const response = await fetch(`${github.url}${path.replace("~", "/repos/acme/shop")}`, {
    method,
    headers: { authorization: `Bearer ${as}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    link: response.headers.get("link"),
    accepted: response.headers.get("x-accepted-github-permissions"),
    body: text === "" ? undefined : JSON.parse(text),
  };
}

test.each([
  ["main...feature%2Fx", { status: "ahead", ahead_by: 1, behind_by: 0, total_commits: 1 }, ["three"]],
  ["feature%2Fx...v1.0.0", { status: "behind", ahead_by: 0, behind_by: 2, total_commits: 0 }, []],
  ["main...main", { status: "identical", ahead_by: 0, behind_by: 0 }, []],
  ["v1.0.0...feature%2Fx", { status: "ahead", ahead_by: 2 }, ["two", "three"]],
])("compare %s", async (range, facts, messages) => {
  const { body } = await ask(`GET ~/compare/${range}`);
  expect(body).toMatchObject(facts);
  expect(body.commits.map((one: { commit: { message: string } }) => one.commit.message)).toEqual(messages);
});

test("a long comparison comes in pages, its files with the first", async () => {
  const [first, second] = [
    await ask("GET ~/compare/v1.0.0...feature%2Fx?per_page=1"),
    await ask("GET ~/compare/v1.0.0...feature%2Fx?per_page=1&page=2"),
  ];
  expect([first.body.commits.length, first.body.files.length, first.body.total_commits]).toEqual([1, 1, 2]);
  expect([second.body.commits[0].commit.message, second.body.files]).toEqual(["three", []]);
});

test("lists come in pages that lead to each other", async () => {
  const { body, link } = await ask("GET ~/commits?sha=feature/x&per_page=2");
  expect(body.map((one: { commit: { message: string } }) => one.commit.message)).toEqual(["three", "two"]);
  expect(link).toContain('page=2>; rel="next"');
});

test("an annotated tag is an object and a ref, taken once, and never in the user's repository", async () => {
  const sha = git("rev-parse", "HEAD");
  const made = await ask("POST ~/git/tags", { tag: "v1.1.0", message: "digests\n\na", object: sha, type: "commit" });
  expect(made).toMatchObject({
    status: 201,
    body: { tag: "v1.1.0", message: "digests\n\na", object: { sha, type: "commit" } },
  });
  const tagged = await Promise.all(
    [1, 2, 3].map(() => ask("POST ~/git/refs", { ref: "refs/tags/v1.1.0", sha: made.body.sha })),
  );
  expect(tagged.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
  expect((await ask("GET ~/git/ref/tags/v1.1.0")).body.object).toMatchObject({ sha: made.body.sha, type: "tag" });
  expect((await ask("GET ~/tags")).body.map((tag: { name: string }) => tag.name)).toEqual(["v1.1.0", "v1.0.0"]);
  expect(git("tag")).toBe("v1.0.0");
});

test("a ref moves forward only, unless forced", async () => {
  const [old, now] = [git("rev-parse", "v1.0.0"), git("rev-parse", "main")];
  expect((await ask("PATCH ~/git/refs/heads/main", { sha: old })).body.message).toBe("Update is not a fast forward");
  expect((await ask("PATCH ~/git/refs/heads/main", { sha: old, force: true })).status).toBe(200);
  expect((await ask("PATCH ~/git/refs/heads/main", { sha: now })).status).toBe(200);
  expect((await ask("DELETE ~/git/refs/heads/main")).status).toBe(204);
  expect((await ask("GET ~/git/ref/heads/main")).status).toBe(404);
});

test.each([
  ["bad name", { ref: "main", sha: "0".repeat(40) }, "Reference name is not valid"],
  ["no such object", { ref: "refs/tags/x", sha: "0".repeat(40) }, "Object does not exist"],
  ["nothing", {}, 'Invalid request.\n\n"ref" and "sha" are needed.'],
])("a ref with %s is refused as GitHub does", async (_, body, message) =>
  expect(await ask("POST ~/git/refs", body)).toMatchObject({ status: 422, body: { message } }),
);

test("a release makes its tag, and there is one for each", async () => {
  const release = { tag_name: "v2.0.0", target_commitish: "feature/x", body: "notes" };
  expect(await ask("POST ~/releases", release)).toMatchObject({ status: 201, body: { name: "v2.0.0", draft: false } });
  expect((await ask("GET ~/releases/tags/v2.0.0")).body.body).toBe("notes");
  expect((await ask("GET ~/git/ref/tags/v2.0.0")).body.object.sha).toBe(git("rev-parse", "feature/x"));
  expect((await ask("POST ~/releases", release)).body.errors[0].code).toBe("already_exists");
});

test("an issue is opened, found by its label, changed and closed", async () => {
  const { body } = await ask("POST ~/issues", { title: "drift", labels: ["tidegate"] });
  expect((await ask("GET ~/issues?labels=tidegate")).body).toHaveLength(1);
  expect((await ask("GET ~/issues?labels=other")).body).toHaveLength(0);
  await ask(`POST ~/issues/${body.number}/comments`, { body: "still" });
  await ask(`PATCH ~/issues/${body.number}`, { state: "closed" });
  expect((await ask("GET ~/issues")).body).toHaveLength(0);
  expect((await ask(`GET ~/issues/${body.number}/comments`)).body[0].body).toBe("still");
});

test("a run's approvals are those that were given, for the run there is", async () => {
  github.memory.runs.set("7", { actor: "ada", event: "push", ref: "refs/heads/main", sha: git("rev-parse", "HEAD") });
  github.memory.reviews.push({ run: "6", environment: "staging", state: "approved", user: "eve", comment: "" });
  github.memory.reviews.push({ run: "7", environment: "production", state: "approved", user: "eve", comment: "" });
  expect((await ask("GET ~/actions/runs/7/approvals")).body).toEqual([
    expect.objectContaining({
      state: "approved",
      comment: "",
      user: { login: "eve", type: "User" },
      environments: [expect.objectContaining({ name: "production" })],
    }),
  ]);
  expect((await ask("GET ~/actions/runs/8/approvals")).status).toBe(404);
});

test("what is not rehearsed is a 501 that is told", async () => {
  expect((await ask("GET ~/pages")).status).toBe(501);
  expect((await ask("POST /graphql", {})).status).toBe(501);
  expect(remarks).toEqual(
    ["GET /repos/acme/shop/pages", "POST /graphql"].map((request) => `${request}: not rehearsed, answered 501`),
  );
});

test("without the rehearsal's token nothing is told", async () => {
  expect((await ask("GET ~/tags", undefined, "other")).status).toBe(401);
});

test.each([
  ["since=2026-01-02T03:04:05Z", 2],
  ["since=2026-01-02T03:04:06Z", 0],
  ["until=2026-01-02T03:04:05Z", 2],
  ["until=2026-01-02T03:04:04Z", 0],
  ["author=ada@example.com", 2],
  ["author=nobody@example.com", 0],
])("commits are found by when and whose they are: %s", async (query, count) =>
  expect((await ask(`GET ~/commits?${query}`)).body).toHaveLength(count),
);

test("an issue counts its comments", async () => {
  await ask("POST ~/issues", { title: "one" });
  await ask("POST ~/issues/1/comments", { body: "again" });
  expect((await ask("GET ~/issues/1")).body).toMatchObject({ comments: 1 });
});

test("what has not changed is not sent again and costs nothing, and is sent once it has", async () => {
  const get = (etag: string) =>
    fetch(`${github.url}/repos/acme/shop/releases?per_page=1`, {
      headers: { authorization: `Bearer ${token}`, "if-none-match": etag },
    });
  const first = await get('"another"');
  const etag = first.headers.get("etag") ?? "";
  const again = await get(`"x", ${etag}`);
  expect([first.status, again.status, await again.text()]).toEqual([200, 304, ""]);
  expect(again.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
  await ask("POST ~/releases", { tag_name: "v1.0.0" });
  expect((await get(etag)).status).toBe(200);
});

test("HEAD answers as GET does, without what it would say", async () => {
  const headers = { authorization: `Bearer ${token}` };
  const there = await fetch(`${github.url}/repos/acme/shop/git/ref/tags/v1.0.0`, { method: "HEAD", headers });
  const missing = await fetch(`${github.url}/repos/acme/shop/git/ref/tags/v9`, { method: "HEAD", headers });
  expect([there.status, await there.text(), missing.status]).toEqual([200, "", 404]);
  expect(remarks).toEqual([]);
});

test("what is no JSON is refused in GitHub's words", async () => {
  const response = await fetch(`${github.url}/repos/acme/shop/issues`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: "{title: x}",
  });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { message: "Problems parsing JSON", status: "400" },
  ]);
});

test("a name that looks like an option of git is only a name", async () => {
  expect((await ask("GET ~/commits/--output=x")).status).toBe(404);
  expect((await ask("GET ~/commits?sha=--all")).status).toBe(404);
});

test("a write that the job's permissions do not name is refused in GitHub's words, and nothing is changed", async () => {
  const reader = github.tokens.for({ contents: "read" });
  const sha = git("rev-parse", "HEAD");
  expect(await ask("POST ~/git/refs", { ref: "refs/tags/v9", sha }, reader)).toMatchObject({
    status: 403,
    accepted: "contents=write",
    body: { message: "Resource not accessible by integration", status: "403" },
  });
  expect(await ask("POST ~/issues/1/comments", { body: "x" }, reader)).toMatchObject({
    status: 403,
    accepted: "issues=write; pull_requests=write",
  });
  expect((await ask("GET ~/git/ref/tags/v9", undefined, reader)).status).toBe(404);
  expect(remarks[0]).toContain("contents=write");
});

test("what a token may do depends on the repository where its job says nothing, and that is told", async () => {
  const usual = github.tokens.for(undefined);
  expect((await ask("POST ~/issues", { title: "drift" }, usual)).status).toBe(201);
  expect((await ask("GET ~/issues", undefined, github.tokens.for({}))).status).toBe(200);
  expect(remarks).toEqual([
    expect.stringMatching(/^POST .*issues: needs the permission issues: write, which its job does not name/),
    expect.stringMatching(/^GET .*issues: needs the permission issues: read unless the repository is public$/),
  ]);
});

test("jobs with the same permissions have one token, others another", () => {
  const { tokens } = github;
  expect(tokens.for({ actions: "read", contents: "write", issues: "write" })).toBe(token);
  expect(tokens.for({})).not.toBe(tokens.for(undefined));
});

test("requests about other repositories are one remark, however many they are", async () => {
  for (const name of ["cache", "checkout"]) expect((await ask(`GET /repos/actions/${name}/releases`)).status).toBe(501);
  expect(new Set(remarks)).toEqual(new Set(["GET releases of other repositories: they are not here, answered 501"]));
});
