import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Secret } from "../../../src/action/index.ts";
import { type HttpScript, type ScriptedServer, scriptedServer } from "../../../src/action/testing/index.ts";
import { historyFrom } from "../../../src/release/wiring/history.ts";
import { type Bench, bench } from "../action/deps.ts";

const open: { dispose: () => void | Promise<void> }[] = [];
let origin: Bench;
const commits: string[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.dispose();
});

const git = (folder: string, ...argv: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=dana", "-c", "user.email=dana@example.com", ...argv], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

/** One commit after the other; the third says that it mends release 7-1, the fourth only talks about 8-1. */
beforeEach(() => {
  origin = begin();
  commits.length = 0;
  git(origin.workspace, "init", "--quiet", "--initial-branch=main");
  for (const message of [
    "one",
    "two",
    "three\n\nIt answered 500.\n\nFixes-Release: 7-1",
    "four\n\nFixes-Release: 8-1\n\nstands in the middle and counts for nothing",
  ]) {
    git(origin.workspace, "commit", "--quiet", "--allow-empty", "-m", message);
    commits.push(git(origin.workspace, "rev-parse", "HEAD"));
  }
});

function begin(env: Readonly<Record<string, string>> = {}): Bench {
  const made = bench(env);
  open.push(made);
  return made;
}

async function github(script: HttpScript): Promise<ScriptedServer> {
  const server = await scriptedServer(script);
  open.push({ dispose: server.close });
  return server;
}

/** Only the newest commit, as actions/checkout fetches it. */
function shallow(api: string): Bench {
  const made = begin({ GITHUB_API_URL: api, GITHUB_REPOSITORY: "acme/shop" });
  git(made.workspace, "clone", "--quiet", "--depth=1", `file://${origin.workspace}`, ".");
  return made;
}

const token = new Secret("ghs_0123456789abcdef");
const commit = (n: number) => commits[n - 1] ?? "";

test("in a whole clone git alone knows: an older commit is an ancestor, a newer one and the same one are not", async () => {
  const { ancestry } = historyFrom(origin.deps, undefined);
  expect(await ancestry(commit(1), commit(3))).toBe("ancestor");
  expect(await ancestry(commit(3), commit(1))).toBe("not-ancestor");
  expect(await ancestry(commit(2), commit(2))).toBe("not-ancestor");
  expect(await ancestry(undefined, commit(2))).toBe("unknown");
});

test("trailers between the faulty commit and this one are found, and only as trailers", async () => {
  const { fixes } = historyFrom(origin.deps, undefined);
  expect(await fixes(commit(1), commit(4))).toEqual(["7-1"]);
  expect(await fixes(commit(3), commit(4))).toEqual([]);
  expect(await fixes(undefined, commit(4))).toEqual([]);
});

test("in a shallow clone git's no is no answer: GitHub is asked, with the token", async () => {
  const server = await github({
    [`GET /repos/acme/shop/compare/${commit(4)}...${commit(1)}`]: { body: { status: "behind" } },
    [`GET /repos/acme/shop/compare/${commit(1)}...${commit(4)}`]: { body: { status: "ahead" } },
  });
  const { ancestry } = historyFrom(shallow(server.url).deps, token);
  expect(await ancestry(commit(1), commit(4))).toBe("ancestor");
  expect(await ancestry(commit(4), commit(1))).toBe("not-ancestor");
  expect(server.requests.map(({ headers }) => headers["authorization"])).toEqual([
    "Bearer ghs_0123456789abcdef",
    "Bearer ghs_0123456789abcdef",
  ]);
});

test("more commits than one page: all pages are read for trailers", async () => {
  const message = (text: string) => ({ commit: { message: text } });
  const page = (of: readonly object[]) => ({ body: { total_commits: 3, commits: of } });
  const server = await github({
    [`GET /repos/acme/shop/compare/${commit(1)}...${commit(4)}?per_page=100&page=1`]: page([
      message("a"),
      message("b"),
    ]),
    [`GET /repos/acme/shop/compare/${commit(1)}...${commit(4)}?per_page=100&page=2`]: page([
      message("c\n\nFixes-Release: 9-1"),
    ]),
  });
  const { fixes } = historyFrom(shallow(server.url).deps, token);
  expect(await fixes(commit(1), commit(4))).toEqual(["9-1"]);
});

test.each<[string, HttpScript, Secret | undefined]>([
  ["GitHub says 404", { "*": { status: 404, body: { message: "Not Found" } } }, token],
  ["GitHub hangs up", { "*": { hangUp: true } }, token],
  ["there is no token", {}, undefined],
])(
  "where neither git nor GitHub knows (%s), unknown is the answer, and no trailer is found",
  async (_, script, given) => {
    const { ancestry, fixes } = historyFrom(shallow((await github(script)).url).deps, given);
    expect(await ancestry(commit(1), commit(4))).toBe("unknown");
    expect(await fixes(commit(1), commit(4))).toEqual([]);
  },
);
