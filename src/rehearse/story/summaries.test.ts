import { expect, test } from "vitest";
import { Summaries } from "./summaries.ts";

test("an approver is shown what each leg wrote, by the name it bears", () => {
  const summaries = new Summaries();
  const legs = ["web", "api"].map((name, at) => ({ leg: `image#${at}`, name: `image (${name})`, gated: false }));
  summaries.take({ kind: "job-planned", job: "image", legs, at: 0 });
  for (const { leg, name } of legs)
    summaries.take({
      kind: "step-ended",
      leg,
      step: "a",
      name: "a",
      outcome: "success",
      conclusion: "success",
      outputs: {},
      summary: `built ${name}`,
      at: 1,
    });
  expect(summaries.of(["image"])).toEqual([
    { job: "image (web)", text: "built image (web)" },
    { job: "image (api)", text: "built image (api)" },
  ]);
  expect(summaries.of(["other"])).toEqual([]);
});
