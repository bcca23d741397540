import { describe, expect, test } from "vitest";
import { canaryProblems, type ScriptedAnswer } from "../../../../src/action/testing/index.ts";
import { gitHubOver } from "./github.ts";
import { repositoryOf } from "./history.ts";
import { action, tag, told } from "./world.ts";

const history = () =>
  repositoryOf([
    { message: "feat: begin", tags: ["v1.2.3"] },
    { message: "fix(cart): empty carts" },
    { message: "feat(api)!: count again\n\nBREAKING CHANGE: the old count is gone" },
    { message: "docs: words" },
    { message: "Better search (#12)\n\n* feat: search by colour\n* fix: search by size" },
  ]);

test("what it says, what it asks of GitHub, what it makes", async () => {
  const repository = history();
  const transcript = await tag(repository, {
    commit: repository.sha(4),
    inputs: { release: "published", digests: `shop=sha256:${"ab".repeat(32)}` },
  });
  await expect(transcript.text).toMatchFileSnapshot("snapshots/tagged.txt");
});

test("a release is made once, a draft too, and an older line's is not the latest", async () => {
  const repository = repositoryOf([
    { as: "a", message: "feat: a", tags: ["v1.0.0"] },
    { message: "feat!: b", tags: ["v2.0.0"] },
    { as: "fix", message: "fix: old", after: ["a"] },
  ]);
  const github = gitHubOver(repository.folder);
  const run = (release: string) => tag(repository, { commit: repository.sha("fix"), github, inputs: { release } });
  const first = await run("draft");
  expect(first.outputs["release"]).toBe("https://github.com/acme/shop/releases/tag/v1.0.1");
  expect(github.releases).toMatchObject([{ tag_name: "v1.0.1", draft: true, prerelease: false, make_latest: "false" }]);
  expect(told(await run("draft"))).toContain("already-tagged, v1.0.1");
  expect(github.releases).toHaveLength(1);
});

describe.concurrent("what GitHub may answer instead", () => {
  const cases: readonly (readonly [string, RegExp, ScriptedAnswer, string])[] = [
    [
      "an unknown token",
      /./,
      { status: 401, body: { message: "Bad credentials" } },
      "denied::GitHub refuses: reading /commits/",
    ],
    [
      "a token that may not write",
      /POST .*\/git\/tags$/,
      { status: 403, body: { message: "Resource not accessible by integration" } },
      "denied::GitHub refuses: writing /git/tags",
    ],
    [
      "a ruleset on tags",
      /POST .*\/git\/refs$/,
      {
        status: 422,
        body: { message: "Repository rule violations found\n\nCannot create ref due to creations being restricted." },
      },
      "denied::GitHub refuses the tag v2.0.0",
    ],
    [
      "a limit",
      /GET .*\/tags/,
      {
        status: 403,
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000000" },
        body: { message: "API rate limit exceeded" },
      },
      "rate-limit::GitHub asks to come back at 2027-01-15T08:00:00.000Z",
    ],
    [
      "HTML",
      /GET .*\/compare/,
      { headers: { "content-type": "text/html" }, body: "<html>" },
      "http::GitHub answered 200 with something that is not JSON",
    ],
    [
      "another shape",
      /GET .*\/compare/,
      { body: { status: "ahead" } },
      "http::GitHub answered with something else than it promises",
    ],
    [
      "a next page elsewhere",
      /GET .*\/tags/,
      { headers: { link: '<https://evil.example/x>; rel="next"' }, body: [] },
      "http::GitHub's next page lies elsewhere",
    ],
  ];
  test.each(cases)("%s", async (_, asked, answer, message) => {
    const repository = history();
    const before = repository.tags();
    const { exit, log } = await tag(repository, {
      commit: repository.sha(4),
      instead: ({ method, path }) => (asked.test(`${method} ${path}`) ? answer : undefined),
    });
    expect(exit).toBe(2);
    expect(log.replaceAll("%3A", ":")).toContain(message);
    expect(repository.tags()).toEqual(before);
  });

  test("a failure that passes is tried again, also of what writes", async () => {
    const repository = history();
    const seen = new Set<string>();
    const transcript = await tag(repository, {
      commit: repository.sha(4),
      instead: ({ method, path }) => {
        const asked = `${method} ${path}`;
        if (!/compare|git\/refs/.test(asked) || seen.has(asked)) return undefined;
        seen.add(asked);
        return { status: 502 };
      },
    });
    expect(told(transcript)).toBe("exit 0, tagged, v2.0.0, after v1.2.3, major, made");
  });

  test("a commit that is not there", async () => {
    const { exit, log } = await tag(history(), { commit: "0123456789012345678901234567890123456789" });
    expect(exit).toBe(2);
    expect(log).toContain("no-commit::the repository has no commit <sha>");
  });
});

test("hostile commits and tags achieve nothing", async () => {
  expect(
    await canaryProblems((text) => {
      const repository = repositoryOf([
        { message: text, tags: ["v1.0.0"] },
        { message: `feat(${text.split("\n")[0]}): ${text}\n\nBREAKING CHANGE: ${text}` },
        {
          message: text
            .split("\n")
            .map((line) => `fix: ${line}`)
            .join("\n* "),
        },
      ]);
      return {
        bundle: action,
        inputs: { commit: repository.sha(2), token: "a-token-for-tests", release: "published" },
        env: ({ http }) => ({ GITHUB_API_URL: http }),
        http: { "*": gitHubOver(repository.folder).answer },
      };
    }),
  ).toEqual([]);
});
