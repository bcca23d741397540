import { expect, test } from "vitest";
import { Ending } from "./ending.ts";
import type { JobEnded } from "./event.ts";

const after = (...results: readonly JobEnded["result"][]) => {
  const ending = new Ending();
  const graph = results.map((_, at) => ({ id: `job-${at}`, name: `Job ${at}`, needs: [] }));
  ending.take({
    kind: "began",
    format: 1,
    startedAt: "2026-01-01T00:00:00Z",
    repository: "acme/shop",
    workflow: { name: "Roll back", path: "rollback.yml" },
    event: "workflow_dispatch",
    ref: "refs/heads/feature",
    sha: "a".repeat(40),
    graph,
  });
  results.forEach((result, at) => {
    ending.take({ kind: "job-ended", leg: `job-${at}#0`, name: `Job ${at}`, result, outputs: {}, at: 1 });
  });
  return ending.inShort(2000);
};

test("a success in which nothing ran is told as one", () => {
  expect(after("skipped", "skipped")).toBe("2.0 s; no job ran: all were skipped");
  expect(after("skipped", "success")).toBe("2.0 s; longest chain 1 job");
});
