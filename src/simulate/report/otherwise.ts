import type { Otherwise } from "../simulate.ts";
import { wrap } from "./wrap.ts";

const list = (names: readonly string[]) => names.join(", ");

const changes = ({ runs, skipped }: Otherwise) => runs.length + skipped.length > 0;

const consequence = ({ runs, skipped }: Pick<Otherwise, "runs" | "skipped">): string =>
  [
    ...(skipped.length === 0 ? [] : [`not run: ${list(skipped)}`]),
    ...(runs.length === 0 ? [] : [`run in its place: ${list(runs)}`]),
  ].join("; ") || "no other job changes";

/** Together what ends the same: jobs with the same ways to end, and the ways of one job. */
function grouped(all: readonly Otherwise[]): readonly (readonly [head: string, effect: string])[] {
  const byJob = new Map<string, { job: string; effect: string; ways: string[] }>();
  for (const one of all) {
    const effect = consequence(one);
    const key = JSON.stringify([one.job, effect]);
    const known = byJob.get(key) ?? { job: one.job, effect, ways: [] };
    known.ways.push(one.when);
    byJob.set(key, known);
  }
  const byWays = new Map<string, { jobs: string[]; effect: string; ways: readonly string[] }>();
  for (const { job, effect, ways } of byJob.values()) {
    const key = JSON.stringify([ways, effect]);
    const known = byWays.get(key) ?? { jobs: [], effect, ways };
    known.jobs.push(job);
    byWays.set(key, known);
  }
  return [...byWays.values()].map(
    ({ jobs, ways, effect }) => [`${list(jobs)}${list(jobs) === "" ? "" : " "}${ways.join(" · ")}`, effect] as const,
  );
}

/** What a run becomes where one thing in it does not go well; jobs on which no other depends are named together. */
export function otherwiseLines(all: readonly Otherwise[]): readonly string[] {
  const matters = new Set(all.filter((one) => changes(one)).map(({ job }) => job));
  const alone = [...new Set(all.map(({ job }) => job))].filter((job) => job !== "" && !matters.has(job));
  return [
    ...grouped(all.filter(({ job }) => job === "" || matters.has(job))).flatMap(([head, effect]) => [
      wrap("    ", head, 6),
      wrap("      → ", effect, 8),
    ]),
    ...(alone.length === 0
      ? []
      : [wrap("    ", `${list(alone)} ends in whatever way`, 6), "      → no other job changes"]),
  ];
}
