import semver from "semver";
import { expect, test } from "vitest";
import { gitHubOver } from "./github.ts";
import { repositoryOf } from "./history.ts";
import { tag, told } from "./world.ts";

/** Kinds of commits in no order: a race in which every run would make the same version is no race. */
const kinds = ["fix", "feat", "fix", "chore", "fix", "fix", "feat", "docs", "fix", "fix"];

test("20 runs at once on a chain of commits: tags rise along the chain, none twice, and every commit is in one", async () => {
  const repository = repositoryOf(
    Array.from({ length: 20 }, (_, index) => ({
      message: `${kinds[index % kinds.length]}: number ${index}`,
      ...(index === 0 ? { tags: ["v1.0.0"] } : {}),
    })),
  );
  const github = gitHubOver(repository.folder);
  const order = Array.from({ length: 20 }, (_, index) => (index * 7) % 20);
  const runs = await Promise.all(order.map((index) => tag(repository, { commit: repository.sha(index), github })));
  expect(runs.map(({ exit, log }) => (exit === 0 ? 0 : log))).toEqual(runs.map(() => 0));

  const along = repository
    .git("log", "--reverse", "--format=%D", repository.sha(19))
    .split("\n")
    .flatMap((line) => [...line.matchAll(/tag: v([^,\s]+)/g)].map(([, version = ""]) => version));
  expect(along).toEqual(along.toSorted(semver.compare));
  expect(new Set(along).size).toBe(along.length);
  const made = runs.filter(({ outputs }) => outputs["created"] === "true").map(({ outputs }) => outputs["version"]);
  expect(["1.0.0", ...made].sort()).toEqual(along.toSorted());
  // the last commit raises something, so nothing is left without a version
  expect(repository.git("tag", "--contains", repository.sha(19), "--list", "v*")).not.toBe("");
});

test("a tag that another run makes between reading and writing: it reads again and decides anew", async () => {
  const repository = repositoryOf([{ message: "a", tags: ["v1.0.0"] }, { message: "fix: b" }, { message: "fix: c" }]);
  let first = true;
  const transcript = await tag(repository, {
    commit: repository.sha(2),
    instead: ({ method, path }) => {
      if (first && method === "POST" && path.endsWith("/git/refs")) {
        first = false;
        repository.git("tag", "v1.0.1", repository.sha(1));
      }
      return undefined;
    },
  });
  expect(told(transcript)).toBe("exit 0, tagged, v1.0.2, after v1.0.1, patch, made");
  expect(transcript.log).toContain("v1.0.1 was made by another run meanwhile: looking again");
});

test("the same commit tagged by another run in between: success, with the same outputs", async () => {
  const repository = repositoryOf([{ message: "a", tags: ["v1.0.0"] }, { message: "fix: b" }]);
  let first = true;
  const transcript = await tag(repository, {
    commit: repository.sha(1),
    instead: ({ method, path }) => {
      if (first && method === "POST" && path.endsWith("/git/refs")) {
        first = false;
        repository.git("tag", "v1.0.1", repository.sha(1));
      }
      return undefined;
    },
  });
  expect(told(transcript)).toBe("exit 0, already-tagged, v1.0.1, after v1.0.0, patch, not made");
});

test("a list of tags that lags behind is not believed twice", async () => {
  const repository = repositoryOf([
    { message: "a", tags: ["v1.0.0"] },
    { message: "fix: b", tags: ["v1.0.1"] },
    { message: "fix: c" },
  ]);
  const transcript = await tag(repository, {
    commit: repository.sha(2),
    instead: ({ path }) =>
      path.includes("/tags?") ? { body: [{ name: "v1.0.0", commit: { sha: repository.sha(0) } }] } : undefined,
  });
  expect(told(transcript)).toBe("exit 0, tagged, v1.0.2, after v1.0.1, patch, made");
});

test("an answer that got lost after the tag was made: it is ours", async () => {
  const repository = repositoryOf([{ message: "a", tags: ["v1.0.0"] }, { message: "fix: b" }]);
  const github = gitHubOver(repository.folder);
  let first = true;
  const transcript = await tag(repository, {
    commit: repository.sha(1),
    github,
    instead: (request) => {
      if (!first || request.method !== "POST" || !request.path.endsWith("/git/refs")) return undefined;
      first = false;
      github.answer(request);
      return { hangUp: true };
    },
  });
  expect(told(transcript)).toBe("exit 0, tagged, v1.0.1, after v1.0.0, patch, made");
});
