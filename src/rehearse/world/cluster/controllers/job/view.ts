import { at } from "../../json/path.ts";
import { numberOr, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";

export interface JobSpec {
  readonly parallelism: number;
  /** Undefined: done when one has succeeded and all have ended. */
  readonly completions: number | undefined;
  readonly indexed: boolean;
  readonly backoffLimit: number;
  /** Seconds. */
  readonly activeDeadline: number | undefined;
  readonly ttl: number | undefined;
  readonly suspended: boolean;
}

export function specOf(job: KubeObject): JobSpec {
  const spec = job["spec"];
  const parallelism = numberOr(at(spec, "parallelism"));
  const completions = numberOr(at(spec, "completions"));
  return {
    parallelism: parallelism ?? 1,
    // neither given means one of each; a work queue gives parallelism alone
    completions: completions ?? (parallelism === undefined || parallelism === 1 ? 1 : undefined),
    indexed: stringOr(at(spec, "completionMode")) === "Indexed",
    backoffLimit: numberOr(at(spec, "backoffLimit"), 6),
    activeDeadline: numberOr(at(spec, "activeDeadlineSeconds")),
    ttl: numberOr(at(spec, "ttlSecondsAfterFinished")),
    suspended: at(spec, "suspend") === true,
  };
}
