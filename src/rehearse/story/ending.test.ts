import { expect, test } from "vitest";
import { Ending } from "./ending.ts";
import type { JobEnded, Released } from "./event.ts";

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

test.each<[Pick<Released, "status"> & Partial<Released>, string]>([
  [{ status: "live" }, "production runs 1 image, 1 new"],
  [{ status: "live", backTo: "1-1" }, "production runs 1-1 again: 1 image, 1 not the same as before"],
  [{ status: "live", backTo: "1-1", images: [] }, "production runs 1-1 again"],
  [{ status: "rolled-back", backTo: "1-1", cause: "it crashes" }, "production is rolled-back to 1-1: it crashes"],
  [{ status: "rollback-failed", cause: "it crashes" }, "production is rollback-failed: it crashes"],
  [{ status: "unchanged", backTo: "1-1" }, "production runs 2-1 as before; it would go back to 1-1"],
  [{ status: "unchanged" }, "production runs 2-1 as before"],
  [{ status: "unchanged", release: "" }, "production has no release"],
])("of a release it says what runs now: %o", (release, sentence) => {
  const ending = new Ending();
  ending.take({
    ...{ kind: "released", leg: "a#0", step: "back", environment: "production", release: "2-1", previous: "" },
    ...{ cause: "", images: [{ name: "web", digest: "one", before: "two" }], changed: 0, diff: "", at: 1 },
    ...release,
  });
  expect(ending.inShort(2000)).toBe(`${sentence}; 2.0 s; longest chain 0 jobs`);
});
