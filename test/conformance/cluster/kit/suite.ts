import { describe, expect, test } from "vitest";
import { type Cluster, withBench } from "./bench.ts";
import type { Case } from "./case.ts";

/** Why one cluster does not meet a case that the other does. */
export interface Difference {
  readonly case: string;
  readonly where: "stand-in" | "processes" | "engine";
  readonly reason: string;
}

/**
 * Every case as a test. One listed as different must fail here: the day it no longer does, the list is wrong.
 */
export function conformance(
  where: Difference["where"],
  cluster: () => Cluster,
  areas: Readonly<Record<string, readonly Case[]>>,
  differences: readonly Difference[],
): void {
  const known = new Set(Object.values(areas).flatMap((area) => area.map((one) => one.name)));
  test("the listed differences are at most three, and each names a case", () => {
    expect(differences.length).toBeLessThanOrEqual(3);
    for (const difference of differences) if (difference.where === where) expect(known).toContain(difference.case);
  });
  for (const [area, cases] of Object.entries(areas))
    describe(area, () => {
      for (const { name, run, alone } of cases) {
        const differs = differences.some((one) => one.where === where && one.case === name);
        const register = alone ? test : test.concurrent;
        (differs ? register.fails : register)(name, () => withBench(cluster(), run), 180_000);
      }
    });
}
