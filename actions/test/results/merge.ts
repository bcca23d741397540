import { type Case, caseKey, isFailure } from "./case.ts";

const passed = ({ status }: Case) => status === "passed" || status === "flaky";

/** After another run of those that failed: what passes now is flaky, what does not stays as it first failed. */
export function afterRerun(before: readonly Case[], again: readonly Case[]): readonly Case[] {
  const byKey = Map.groupBy(again, caseKey);
  return before.map((one) => {
    const runs = isFailure(one) ? (byKey.get(caseKey(one)) ?? []) : [];
    // several of one name cannot be told apart: all of them have to pass
    return runs.length > 0 && runs.every(passed) ? { ...one, status: "flaky" as const } : one;
  });
}
