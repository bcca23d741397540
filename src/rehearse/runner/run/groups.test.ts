import { expect, test } from "vitest";
import { run } from "./testing/run.ts";

test("jobs of one concurrency group run one after the other, and a newer one takes the waiting one's place", async () => {
  const job = (id: string) => `  ${id}: { runs-on: x, concurrency: one, steps: [{ run: "echo ${id}" }] }\n`;
  const end = await run(`on: push\njobs:\n${["a", "b", "c"].map(job).join("")}`);
  expect(end.results).toEqual({ a: "success", b: "cancelled", c: "success" });
  expect(end.lines).toEqual(["a", "c"]);
  expect(end.events).toContainEqual(expect.objectContaining({ kind: "job-held", leg: "b#0", group: "one" }));
});

test("a job that asks for the group its own run holds is told so instead of waiting forever", async () => {
  const end = await run(
    "on: push\nconcurrency: one\njobs: { a: { runs-on: x, concurrency: one, steps: [{ run: echo }] } }",
  );
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "job-ended", result: "failure", why: expect.stringContaining("wait forever") }),
  );
});
