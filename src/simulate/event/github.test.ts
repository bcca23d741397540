import { expect, test } from "vitest";
import { githubContext, type RunFacts } from "./github.ts";
import { payloadOf } from "./payload.ts";

const facts = (name: string, payload: RunFacts["event"]["payload"] = {}): RunFacts => ({
  repository: "acme/shop",
  event: { name, payload },
  ref: "refs/pull/7/merge",
  sha: "a".repeat(40),
  actor: "somebody",
  runId: "1",
  runNumber: 1,
  runAttempt: 1,
  workflow: { name: "CI", path: ".github/workflows/ci.yml" },
  serverUrl: "https://github.com",
  apiUrl: "https://api.github.com",
});

const pull = { pull_request: { head: { ref: "feature/x" }, base: { ref: "main" } } };

test.each(["pull_request", "pull_request_target"])("%s says which branch is to go into which", (event) =>
  expect(githubContext(facts(event, pull), "a", "/w")).toMatchObject({ head_ref: "feature/x", base_ref: "main" }),
);

test("other events have neither, whatever their payload holds", () =>
  expect(githubContext(facts("issue_comment", pull), "a", "/w")).toMatchObject({ head_ref: "", base_ref: "" }));

test("numbers of repository, owner and actor come from the payload, as text", () => {
  const about = { event: "push", repository: "acme/shop", ref: "refs/heads/main", sha: "b", inputs: {}, workflow: "x" };
  const made = payloadOf({ ...about, at: "2026-01-01T00:00:00Z", defaultBranch: "main" });
  expect(githubContext(facts("push", { ...made, repository: { id: 42, owner: { id: 7 } } }), "a", "/w")).toMatchObject({
    ...{ repository_id: "42", repository_owner_id: "7", actor_id: "1", retention_days: "90" },
    repositoryUrl: "git://github.com/acme/shop.git",
  });
});
