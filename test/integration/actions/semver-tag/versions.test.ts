import { describe, expect, test } from "vitest";
import { type Made, repositoryOf } from "./history.ts";
import { tag, told } from "./world.ts";

const chain = (...commits: readonly (string | Made)[]): readonly Made[] =>
  commits.map((one) => (typeof one === "string" ? { message: one } : one));

describe.concurrent("the next version", () => {
  test.each<readonly [string, readonly Made[], Readonly<Record<string, string>>, string]>([
    [
      "is the first where there is none",
      chain("chore: begin", "feat: a"),
      {},
      "exit 0, tagged, v0.1.0, after , first, made",
    ],
    [
      "is the first one asked for",
      chain("feat: a"),
      { "initial-version": "1.0.0" },
      "exit 0, tagged, v1.0.0, after , first, made",
    ],
    [
      "is a patch after a fix",
      chain({ message: "feat: a", tags: ["v1.2.3"] }, "fix: b"),
      {},
      "exit 0, tagged, v1.2.4, after v1.2.3, patch, made",
    ],
    [
      "is a minor after a feature, whatever came later",
      chain({ message: "a", tags: ["v1.2.3"] }, "feat: b", "fix: c"),
      {},
      "exit 0, tagged, v1.3.0, after v1.2.3, minor, made",
    ],
    [
      "is a major after a !",
      chain({ message: "a", tags: ["v1.2.3"] }, "refactor(api)!: b"),
      {},
      "exit 0, tagged, v2.0.0, after v1.2.3, major, made",
    ],
    [
      "is a major after a footer",
      chain({ message: "a", tags: ["v1.2.3"] }, "fix: b\n\nSome words.\n\nBREAKING CHANGE: gone\nRefs: #1"),
      {},
      "exit 0, tagged, v2.0.0, after v1.2.3, major, made",
    ],
    [
      "is a minor after a breaking change below 1.0.0, where that is asked for",
      chain({ message: "a", tags: ["v0.2.3"] }, "feat!: b"),
      { "breaking-below-one": "minor" },
      "exit 0, tagged, v0.3.0, after v0.2.3, minor, made",
    ],
    [
      "is none after chores",
      chain({ message: "a", tags: ["v1.2.3"] }, "chore: b", "docs: c"),
      {},
      "exit 0, nothing, , after v1.2.3, none, not made",
    ],
    [
      "follows the default bump",
      chain({ message: "a", tags: ["v1.2.3"] }, "whatever I did"),
      { "default-bump": "patch" },
      "exit 0, tagged, v1.2.4, after v1.2.3, patch, made",
    ],
    [
      "is none after what was taken back",
      chain({ message: "a", tags: ["v1.2.3"] }, "feat: b (#7)", 'Revert "feat: b"'),
      {},
      "exit 0, nothing, , after v1.2.3, none, not made",
    ],
    [
      "is a patch after a released feature was taken back",
      chain(
        "feat: b",
        { message: "c", tags: ["v1.2.3"] },
        'Revert "feat: b"\n\nThis reverts commit 0123456789012345678901234567890123456789.',
      ),
      {},
      "exit 0, tagged, v1.2.4, after v1.2.3, patch, made",
    ],
    [
      "counts what was squashed",
      chain({ message: "a", tags: ["v1.2.3"] }, "Better carts (#9)\n\n* fix: b\n\n* feat: c\n\n  words"),
      {},
      "exit 0, tagged, v1.3.0, after v1.2.3, minor, made",
    ],
    [
      "is a pre-release of what would come",
      chain({ message: "a", tags: ["v1.2.3"] }, "feat: b"),
      { prerelease: "rc" },
      "exit 0, tagged, v1.3.0-rc.1, after v1.2.3, prerelease, made",
    ],
    [
      "counts pre-releases up",
      chain({ message: "a", tags: ["v1.2.3"] }, { message: "feat: b", tags: ["v1.3.0-rc.9"] }, "fix: c"),
      { prerelease: "rc" },
      "exit 0, tagged, v1.3.0-rc.10, after v1.3.0-rc.9, prerelease, made",
    ],
    [
      "goes from a pre-release to its release on the same commit",
      chain({ message: "a", tags: ["v1.2.3"] }, { message: "feat: b", tags: ["v1.3.0-rc.1"] }),
      {},
      "exit 0, tagged, v1.3.0, after v1.2.3, minor, made",
    ],
    [
      "is never below a pre-release that is in it",
      chain({ message: "a", tags: ["v1.2.3"] }, { message: "fix: b", tags: ["v2.0.0-rc.1"] }, "fix: c"),
      {},
      "exit 0, tagged, v2.0.0, after v1.2.3, major, made",
    ],
    [
      "is the one that is here already",
      chain({ message: "a", tags: ["v1.2.3"] }, { message: "feat: b", tags: ["v1.3.0"] }),
      {},
      "exit 0, already-tagged, v1.3.0, after v1.2.3, minor, not made",
    ],
    [
      "takes tags of other components for what they are",
      chain({ message: "a", tags: ["v9.0.0", "cart-v1.0.0", "cartoon-v7.0.0"] }, "fix: b"),
      { component: "cart" },
      "exit 0, tagged, cart-v1.0.1, after cart-v1.0.0, patch, made",
    ],
    [
      "skips tags that are no versions",
      chain(
        {
          message: "a",
          tags: ["v1.0.0", "v2", "v1.2", "v01.2.3", "vNext", "v9.9.9x", "V8.0.0", "release/v7.0.0", "v6.0.0+build"],
        },
        "fix: b",
      ),
      {},
      "exit 0, tagged, v1.0.1, after v1.0.0, patch, made",
    ],
    [
      "is not made in a dry run",
      chain({ message: "a", tags: ["v1.2.3"] }, "fix: b"),
      { "dry-run": "true" },
      "exit 0, dry-run, v1.2.4, after v1.2.3, patch, not made",
    ],
  ])("%s", async (_, history, inputs, expected) => {
    const repository = repositoryOf(history);
    const before = Object.keys(repository.tags()).length;
    const transcript = await tag(repository, { commit: repository.sha(history.length - 1), inputs });
    expect(told(transcript)).toBe(expected);
    expect(Object.keys(repository.tags()).length - before).toBe(expected.endsWith(", made") ? 1 : 0);
  });

  test("counts only commits that touch the component's paths, over all pages", async () => {
    const repository = repositoryOf([
      { message: "feat: all", files: ["cart/a", "web/a"], tags: ["cart-v1.0.0"] },
      ...Array.from({ length: 250 }, (_, index) => ({ message: `feat: web ${index}`, files: ["web/a"] })),
      { message: "fix: cart", files: ["cart/a"] },
      ...Array.from({ length: 120 }, (_, index) => ({ message: `feat: more web ${index}`, files: ["web/a"] })),
    ]);
    const commit = repository.sha(371);
    expect(told(await tag(repository, { commit, inputs: { component: "cart", paths: "cart/" } }))).toBe(
      "exit 0, tagged, cart-v1.0.1, after cart-v1.0.0, patch, made",
    );
    expect(told(await tag(repository, { commit, inputs: { component: "web", paths: "web" } }))).toContain("web-v0.1.0");
  });

  test("reads the tag back as GitHub holds it: annotated, with reasons and images", async () => {
    const repository = repositoryOf([{ message: "a", tags: ["v1.0.0"] }, { message: "feat: b" }]);
    const digest = `sha256:${"ab".repeat(32)}`;
    await tag(repository, { commit: repository.sha(1), inputs: { digests: `shop=${digest}` } });
    expect(repository.git("cat-file", "-t", "v1.1.0")).toBe("tag");
    const said = repository.git("for-each-ref", "--format=%(contents)", "refs/tags/v1.1.0");
    expect(said).toContain("v1.1.0: minor after v1.0.0");
    expect(said).toContain("feat: b (feat)");
    expect(said).toContain(`shop ${digest}`);
  });
});
