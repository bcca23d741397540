import { describe, expect, test } from "vitest";
import { asShown, failuresShown } from "../readme.ts";
import { repositoryOf } from "./history.ts";
import { tag, told } from "./world.ts";

const requests = (transcript: Awaited<ReturnType<typeof tag>>) => transcript.requests.length;

/** main: v1.0.0, v1.1.0, v2.0.0; a line for fixes from v1.1.0 */
const lines = () =>
  repositoryOf([
    { as: "one", message: "feat: one", tags: ["v1.0.0"] },
    { as: "two", message: "feat: two", tags: ["v1.1.0"] },
    { as: "three", message: "feat!: three", tags: ["v2.0.0"] },
    { as: "fix", message: "fix: old", after: ["two"] },
    { as: "feature", message: "feat: old", after: ["two"] },
    { as: "merge", message: "Merge line", after: ["three", "fix"] },
  ]);

describe.concurrent("versions follow ancestry", () => {
  test("a fix on an older line follows that line", async () => {
    const repository = lines();
    expect(told(await tag(repository, { commit: repository.sha("fix") }))).toBe(
      "exit 0, tagged, v1.1.1, after v1.1.0, patch, made",
    );
  });

  test("after it was merged, the newer line goes on from its own version", async () => {
    const repository = lines();
    repository.git("tag", "v1.1.1", repository.sha("fix"));
    expect(told(await tag(repository, { commit: repository.sha("merge"), inputs: { "default-bump": "patch" } }))).toBe(
      "exit 0, tagged, v2.0.1, after v2.0.0, patch, made",
    );
  });

  test("a commit whose descendant is tagged is included in the lowest such version", async () => {
    const repository = repositoryOf([
      { message: "a", tags: ["v1.0.0"] },
      { message: "feat: b" },
      { message: "fix: c", tags: ["v1.1.0"] },
      { message: "fix: d", tags: ["v1.1.1"] },
    ]);
    const transcript = await tag(repository, { commit: repository.sha(1) });
    expect(told(transcript)).toBe("exit 0, included, , after , none, not made, in v1.1.0");
    expect(transcript.log).toContain("included in v1.1.0");
  });

  test("a version that another line has is refused, and no tag moves", async () => {
    const repository = lines();
    repository.git("tag", "v1.2.0", repository.sha("fix"));
    const before = repository.tags();
    const { exit, log } = await tag(repository, { commit: repository.sha("feature") });
    expect(exit).toBe(2);
    expect(log).toContain("taken::v1.2.0 would follow, and is taken by");
    // what the README shows of a failure, but for whose commit it is
    const steady = (text: string) => text.replace(/\b[0-9a-f]{7}\b/g, "<short>");
    const said = new Set(steady(asShown(log)).split("\n"));
    const [shown = []] = failuresShown("semver-tag");
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.map(steady).filter((line) => !said.has(line))).toEqual([]);
    expect(repository.tags()).toEqual(before);
  });

  test("a pre-release that would sort before one that is in it is refused", async () => {
    const repository = repositoryOf([
      { message: "a", tags: ["v1.0.0"] },
      { message: "feat: b", tags: ["v1.1.0-rc.1"] },
      { message: "feat: c" },
    ]);
    const { exit, log } = await tag(repository, { commit: repository.sha(2), inputs: { prerelease: "beta" } });
    expect(exit).toBe(2);
    expect(log).toContain("backwards::v1.1.0-beta.1 would follow, and comes before v1.1.0-rc.1");
  });

  test("1 000 tags on one line need no more questions than ten", async () => {
    const repository = repositoryOf([
      ...Array.from({ length: 1000 }, (_, index) => ({ message: `fix: ${index}`, tags: [`v1.0.${index}`] })),
      { message: "feat: new" },
    ]);
    const newest = await tag(repository, { commit: repository.sha(1000) });
    expect(told(newest)).toBe("exit 0, tagged, v1.1.0, after v1.0.999, minor, made");
    // the commit, ten pages of tags, one comparison, the tag and its ref
    expect(requests(newest)).toBe(14);
  });

  test("1 000 tags, and a commit in the middle that has none", async () => {
    const repository = repositoryOf(
      Array.from({ length: 1001 }, (_, index) => ({
        message: `fix: ${index}`,
        ...(index === 500 ? {} : { tags: [`v1.0.${index}`] }),
      })),
    );
    const middle = await tag(repository, { commit: repository.sha(500) });
    expect(told(middle)).toBe("exit 0, included, , after , none, not made, in v1.0.501");
    expect(requests(middle)).toBeLessThan(25);
  });

  test("300 tags on another line are told apart by one comparison", async () => {
    const repository = repositoryOf([
      { as: "root", message: "feat: a", tags: ["v1.0.0"] },
      ...Array.from({ length: 300 }, (_, index) => ({ message: `feat!: ${index}`, tags: [`v${index + 2}.0.0`] })),
      { as: "fix", message: "fix: old", after: ["root"] },
    ]);
    const fix = await tag(repository, { commit: repository.sha("fix") });
    expect(told(fix)).toBe("exit 0, tagged, v1.0.1, after v1.0.0, patch, made");
    expect(requests(fix)).toBeLessThan(20);
  });

  test("tags of files, tags of tags and tags of another history do no harm", async () => {
    const repository = repositoryOf([
      { message: "a", files: ["x"], tags: ["v1.0.0"] },
      { message: "fix: b" },
      { as: "elsewhere", message: "alone", after: [] },
    ]);
    const blob = repository.git("rev-parse", `${repository.sha(0)}:x`);
    repository.git("tag", "v9.0.0", blob);
    repository.git("tag", "v8.0.0", `${repository.sha(0)}^{tree}`);
    repository.git("tag", "v7.0.0", repository.sha("elsewhere"));
    repository.git(
      "-c",
      "user.name=Ada",
      "-c",
      "user.email=a@example.com",
      "tag",
      "-a",
      "-m",
      "one",
      "v1.0.1",
      repository.sha(0),
    );
    expect(told(await tag(repository, { commit: repository.sha(1) }))).toBe(
      "exit 0, tagged, v1.0.2, after v1.0.1, patch, made",
    );
  });
});
