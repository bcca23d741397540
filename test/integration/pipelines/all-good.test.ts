/** The last job of ci.yml: its own script, with what its `needs` come to when the other jobs end in every way. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { subjectOf } from "../../../src/cli/simulate/read.ts";
import { occasionsOf } from "../../../src/simulate/event/occasion.ts";
import { mapOf } from "../../../src/simulate/expression/raw.ts";
import type { Fate } from "../../../src/simulate/play/fate.ts";
import type { Played } from "../../../src/simulate/play/played.ts";
import { restricted } from "../../../src/simulate/rights/token.ts";
import { player } from "../../../src/simulate/simulate.ts";
import { run, scriptOf } from "./step.ts";

const folder = join(import.meta.dirname, "../../..");
const path = ".github/workflows/ci.yml";
const own = { repository: "tidegate/tidegate", ref: "main", folder };
const subject = subjectOf(path, readFileSync(join(folder, path), "utf8"), { own, maps: {}, policy: restricted });
if ("refused" in subject) throw new Error(subject.refused.join("\n"));
const occasion = occasionsOf(subject.workflow, { repository: own.repository, defaultBranch: "main" }).find(
  ({ id }) => id === "pull-request",
);
if (!occasion) throw new Error("nothing starts it");
const play = player(subject, occasion, { policy: restricted, vars: {}, inputs: {} });
const judge = scriptOf("ci", "all-good", "Judge");

const areas = ["frontend", "product-api", "order-api", "manifests", "monitoring"];
const touching = (touched: readonly string[]) =>
  Object.fromEntries(areas.map((area) => [`changes.${area}`, String(touched.includes(area))]));

async function judged({ jobs }: Played): Promise<boolean> {
  const last = jobs.find((job) => job.path === "all-good");
  if (last?.job.kind !== "job" || !last.ran) throw new Error("all-good did not run");
  const [step] = last.job.steps;
  const env = mapOf(step?.env ?? {}, { contexts: last.contexts, functions: [] });
  return (await run(judge, env)).code === 0;
}

const others = subject.plan.jobs.filter(({ id }) => id !== "all-good").map(({ id }) => id);

test("whatever is touched, all is good when what is touched is", async () => {
  for (const touched of [[], ["frontend"], ["manifests", "monitoring"], areas])
    expect([touched, await judged(play({ values: touching(touched) }))]).toEqual([touched, true]);
});

test("a job that fails, is cancelled, or is skipped although it should have run, is never good", async () => {
  const ends: readonly Fate["end"][] = ["failure", "cancelled", "skipped"];
  const cases = others.flatMap((job) => ends.map((end) => ({ job, end })));
  const verdicts = await Promise.all(
    cases.map(async ({ job, end }) => ({
      job,
      end,
      good: await judged(play({ values: touching(areas), fates: { [job]: { end } } })),
    })),
  );
  expect(verdicts).toEqual(cases.map((one) => ({ ...one, good: false })));
  expect(cases).toHaveLength(others.length * 3);
});

test("it judges also when the run is cancelled, and then it is not good", async () => {
  expect(await judged(play({ values: touching(areas), fates: { changes: { end: "run-cancelled" } } }))).toBe(false);
});
