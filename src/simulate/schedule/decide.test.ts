import { expect, test } from "vitest";
import type { Result } from "../expression/status.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { decideJob } from "./decide.ts";

const jobIf = (text: string | undefined): PlannedJob => ({
  ...{ kind: "job", id: "b", needs: ["a"], if: text, env: {}, defaults: {}, outputs: {}, runsOn: [], steps: [] },
});

const why = (text: string | undefined, a: Result) => {
  const situation = { needs: { a: { result: a, outputs: {} } }, ancestors: { a }, cancelled: false };
  const decision = decideJob(jobIf(text), situation, { github: { ref_name: "main" } }, () => false);
  return decision.kind === "skip" ? decision.why : decision.kind;
};

test.each([
  [undefined, "failure", "what it needs did not succeed"],
  ["github.ref_name == 'main'", "failure", "what it needs did not succeed"],
  ["!failure()", "failure", "what it needs did not succeed"],
  ["github.ref_name == 'other'", "failure", "its condition is false: github.ref_name == 'other'"],
  ["github.ref_name == 'other'", "success", "its condition is false: github.ref_name == 'other'"],
  ["failure()", "success", "its condition is false: failure()"],
  ["always()", "failure", "run"],
] as const)("a job with the condition %j, after a %s: %s", (text, a, said) => expect(why(text, a)).toBe(said));
