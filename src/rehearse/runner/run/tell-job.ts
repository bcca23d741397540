import type { Effect, LegKey } from "../../../simulate/schedule/schedule.ts";
import type { JobEnded } from "../../story/event.ts";
import { jobOf, type Level, legOf } from "./level.ts";

export function tellPlanned(level: Level, { job, plans }: Effect & { kind: "planned" }): void {
  const { request } = level;
  request.tell({
    kind: "job-planned",
    job: jobOf(level, job),
    legs: plans.map((plan) => ({
      leg: legOf(level, `${job}#${plan.index}`),
      name: plan.name,
      ...(plan.environment === undefined ? {} : { environment: plan.environment }),
      gated: plan.gate !== undefined,
    })),
    at: request.now(),
  });
}

type End = Omit<JobEnded, "kind" | "leg" | "name" | "at">;

export function tellEnded(level: Level, leg: LegKey, name: string, end: End): void {
  const { request } = level;
  const { result, outputs, why, url, kept } = end;
  request.tell({
    kind: "job-ended",
    leg: legOf(level, leg),
    name,
    result,
    outputs,
    ...(why === undefined ? {} : { why: request.masker.mask(why) }),
    ...(url === undefined ? {} : { url }),
    ...(kept ? { kept } : {}),
    at: request.now(),
  });
}
