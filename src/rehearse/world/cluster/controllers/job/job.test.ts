import { expect, test } from "vitest";
import type { JsonObject } from "../../json/value.ts";
import { conditions, counts, namespace, type Stage, stage } from "../testing/stage.ts";
import { pauseAfter, verdict } from "./verdict.ts";
import { specOf } from "./view.ts";

const type = "jobs.batch";
const job = (spec: JsonObject = {}, pod: JsonObject = {}): JsonObject => ({
  metadata: { name: "once", namespace },
  spec: {
    template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "x:1" }], ...pod } },
    ...spec,
  },
});
const ends = (here: Stage) => conditions(here.get(type, "once"));

test("done once its pod has succeeded; the pod stays, its finalizer does not", () => {
  const here = stage(() => ({ exit: { code: 0, after: 1000 } }));
  here.store.create(type, job());
  here.settle();
  expect(counts(here.get(type, "once"), "active")).toEqual([1]);
  expect(here.pods()[0]?.metadata.finalizers).toEqual(["batch.kubernetes.io/job-tracking"]);
  here.clock.advance(1000);
  expect(ends(here)).toEqual(["SuccessCriteriaMet True CompletionsReached", "Complete True CompletionsReached"]);
  expect(counts(here.get(type, "once"), "active", "succeeded", "failed")).toEqual([0, 1, 0]);
  expect(here.pods()[0]?.metadata.finalizers ?? []).toEqual([]);
});

test("a failed pod is tried again after 10 s, then 20 s, until the limit", () => {
  const here = stage(() => ({ exit: { code: 1 } }));
  here.store.create(type, job({ backoffLimit: 2 }));
  here.clock.advance(9_000);
  expect(here.pods()).toHaveLength(1);
  here.clock.advance(2_000);
  expect(here.pods()).toHaveLength(2);
  here.clock.advance(25_000);
  expect(ends(here)).toEqual(["FailureTarget True BackoffLimitExceeded", "Failed True BackoffLimitExceeded"]);
  expect(counts(here.get(type, "once"), "failed")).toEqual([3]);
});

test("past its deadline it fails and its pods go", () => {
  const here = stage();
  here.store.create(type, job({ activeDeadlineSeconds: 5 }));
  here.clock.advance(4_999);
  expect(ends(here)).toEqual([]);
  here.clock.advance(1);
  expect(ends(here)).toEqual(["FailureTarget True DeadlineExceeded", "Failed True DeadlineExceeded"]);
  expect(here.pods()).toEqual([]);
});

test("after its time to live it is gone, pods included", () => {
  const here = stage(() => ({ exit: { code: 0 } }));
  here.store.create(type, job({ ttlSecondsAfterFinished: 60 }));
  here.clock.advance(30_000);
  expect(ends(here)).toContain("Complete True CompletionsReached");
  here.clock.advance(31_000);
  expect(here.store.get(type, namespace, "once")).toBeUndefined();
  expect(here.pods()).toEqual([]);
});

test("with OnFailure the container is restarted within its pod, and counts against the limit", () => {
  const here = stage(() => ({ exit: { code: 1 } }));
  here.store.create(type, job({ backoffLimit: 1 }, { restartPolicy: "OnFailure" }));
  here.clock.advance(1000);
  expect(ends(here)).toContain("Failed True BackoffLimitExceeded");
});

test.each([
  ["one, nothing yet", {}, { active: 0, succeeded: 0, failed: 0, restarts: 0 }, { is: "running", create: 1 }],
  [
    "three, two at once",
    { completions: 3, parallelism: 2 },
    { active: 1, succeeded: 1, failed: 0, restarts: 0 },
    { is: "running", create: 1 },
  ],
  [
    "a work queue, one is done",
    { parallelism: 3 },
    { active: 2, succeeded: 1, failed: 0, restarts: 0 },
    { is: "running", create: 0 },
  ],
  [
    "a work queue, all are done",
    { parallelism: 3 },
    { active: 0, succeeded: 2, failed: 0, restarts: 0 },
    { is: "complete" },
  ],
])("%s", (_name, spec, tally, expected) => {
  const read = specOf({ apiVersion: "batch/v1", kind: "Job", metadata: { name: "x" }, spec });
  expect(verdict(read, tally, 0)).toEqual(expected);
});

test("the pause doubles and ends at six minutes", () => {
  expect([0, 1, 2, 3, 10].map(pauseAfter)).toEqual([0, 10_000, 20_000, 40_000, 360_000]);
});
