import type { PlaceFunction } from "./evaluate.ts";

export type Result = "success" | "failure" | "cancelled" | "skipped";

const status = (name: string, call: (...jobs: readonly string[]) => boolean, maxArgs = 0): PlaceFunction => ({
  name,
  minArgs: 0,
  maxArgs,
  call,
});

/** At a step: how the job has gone so far. */
export function stepStatus(job: "success" | "failure" | "cancelled"): PlaceFunction[] {
  return [
    status("success", () => job === "success"),
    status("failure", () => job === "failure"),
    status("cancelled", () => job === "cancelled"),
    status("always", () => true),
  ];
}

/** At a job: how all it descends from has ended, not only what it names; `success('a')` asks of those alone. */
export function jobStatus(ancestors: Readonly<Record<string, Result>>, runCancelled: boolean): PlaceFunction[] {
  const results = (jobs: readonly string[]) =>
    jobs.length === 0 ? Object.values(ancestors) : jobs.map((job) => ancestors[job] ?? "skipped");
  return [
    status("success", (...jobs) => !runCancelled && results(jobs).every((result) => result === "success"), 255),
    status("failure", (...jobs) => !runCancelled && results(jobs).some((result) => result === "failure"), 255),
    status("cancelled", () => runCancelled),
    status("always", () => true),
  ];
}
