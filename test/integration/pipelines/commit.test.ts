import { expect, test } from "vitest";
import { api, run, scriptOf } from "./step.ts";

const script = scriptOf("deploy", "verify-frontend", "Only a commit of main");
const commit = "0123456789abcdef0123456789abcdef01234567";
const compare = (status: string) => ({ [`/repos/acme/shop/compare/${commit}...main`]: { status } });

test.each(["ahead", "identical"])("a commit that main is %s of may be deployed", async (status) => {
  await using github = await api(compare(status));
  const ended = await run(script, { COMMIT: commit, TOKEN: "t", GITHUB_API_URL: github.url });
  expect(ended).toMatchObject({ code: 0, said: "" });
  expect(github.asked).toMatchObject([{ method: "GET", authorization: "Bearer t" }]);
});

test.each(["behind", "diverged"])(
  "one that main is %s of is refused before anything of it is fetched",
  async (status) => {
    await using github = await api(compare(status));
    const ended = await run(script, { COMMIT: commit, TOKEN: "t", GITHUB_API_URL: github.url });
    expect(ended.code).toBe(1);
    expect(ended.said).toBe(`::error::${commit} is no commit of main: nothing of it is fetched\n`);
  },
);

test("one that GitHub does not know is refused", async () => {
  await using github = await api({});
  const ended = await run(script, { COMMIT: commit, TOKEN: "t", GITHUB_API_URL: github.url });
  expect(ended.code).toBe(1);
  expect(ended.said).toContain("HTTP Error 404");
});

test.each(["main", "0123456", `${commit}\nmain`, "../../../user", ""])(
  "%j is no commit, and GitHub is not asked",
  async (name) => {
    await using github = await api(compare("ahead"));
    const ended = await run(script, { COMMIT: name, TOKEN: "t", GITHUB_API_URL: github.url });
    expect(ended).toMatchObject({ code: 1, said: "::error::a commit is named by all of its 40 hexadecimal digits\n" });
    expect(github.asked).toEqual([]);
  },
);
