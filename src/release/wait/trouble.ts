import { amount } from "../amount.ts";
import { type Json, type JsonObject, numberAt, objectAt, objectsAt, textAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";
import { conditionOf } from "./condition.ts";
import type { Patience } from "./state.ts";

/** Something wrong with one pod. `until` says how long it may still mend itself: not at all, for a time, or as long as we wait. */
export interface Trouble {
  readonly code: "image" | "crash" | "config" | "start" | "unschedulable" | "evicted";
  readonly container?: string;
  readonly message: string;
  readonly exitCode?: number;
  readonly restarts?: number;
  /** it did not end by itself: it took more memory than its limit */
  readonly outOfMemory?: true;
  readonly until: "now" | "settled" | "grace" | "deadline";
}

const imageReasons = new Set(["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"]);
/** Words of registries and runtimes for "there is no such image", as against "I could not ask". */
const notThere =
  /not found|manifest unknown|does not exist|no such (host )?image|name unknown|NAME_UNKNOWN|MANIFEST_UNKNOWN/i;
const refusedPull = /unauthori[sz]ed|denied|forbidden|\b40[13]\b/i;
/** The kubelet's own cache was late, not the object missing. */
const lateCache = /failed to sync (configmap|secret) cache/i;

export function troublesOf(pod: KubeObject, patience: Patience): readonly Trouble[] {
  const statuses = [
    ...objectsAt(pod, "status", "initContainerStatuses"),
    ...objectsAt(pod, "status", "containerStatuses"),
  ];
  return [...statuses.flatMap((status) => containerTrouble(status, patience)), ...podTrouble(pod)];
}

function containerTrouble(status: JsonObject, patience: Patience): readonly Trouble[] {
  const container = textAt(status, "name") ?? "";
  const reason = textAt(status, "state", "waiting", "reason");
  const message = textAt(status, "state", "waiting", "message") ?? reason ?? "";
  if (reason !== undefined && imageReasons.has(reason))
    return [{ code: "image", container, message: plainPull(message), until: imagePatience(reason, message) }];
  if (reason === "CreateContainerConfigError")
    return [{ code: "config", container, message, until: lateCache.test(message) ? "deadline" : "settled" }];
  if (reason === "CreateContainerError" || reason === "RunContainerError")
    return [{ code: "start", container, message, until: "grace" }];
  const ended = lastEnd(status);
  if (ended === undefined) return [];
  const exitCode = numberAt(ended, "exitCode") ?? 0;
  const restarts = numberAt(status, "restartCount") ?? 0;
  const oom = textAt(ended, "reason") === "OOMKilled";
  if (exitCode === 0 && !oom && reason !== "CrashLoopBackOff") return [];
  const detail = oom
    ? "was killed because it used more memory than its limit (OOMKilled)"
    : `ended with exit code ${exitCode}`;
  const until = patience.fatalExitCodes.includes(exitCode) ? "now" : restarts >= 3 ? "grace" : "deadline";
  return [
    {
      code: "crash",
      container,
      exitCode,
      restarts,
      ...(oom ? { outOfMemory: true } : {}),
      message: `${detail}, restarted ${amount(restarts, "time")}`,
      until,
    },
  ];
}

/** `rpc error: code = NotFound desc = failed to pull "a@b": failed to resolve "a@b": a@b: not found` → each image is named once. */
const plainPull = (message: string): string =>
  message
    .replaceAll(/rpc error: code = \w+ desc = /g, "")
    .replaceAll(/"([^"]+)"(?:: .*"\1")?: (?:\1: )?/g, (_, image: string) => `"${image}": `);

/** How it ended last: now, or before the restart that is running or being waited for. */
function lastEnd(status: JsonObject): JsonObject | undefined {
  const now = objectAt(status, "state", "terminated");
  if (numberAt(now, "exitCode") !== undefined) return now;
  if (isReady(status)) return undefined;
  const last = objectAt(status, "lastState", "terminated");
  return numberAt(last, "exitCode") === undefined ? undefined : last;
}

const isReady = (status: Json) => objectAt(status)["ready"] === true;

function imagePatience(reason: string, message: string): Trouble["until"] {
  if (reason === "InvalidImageName" || reason === "ErrImageNeverPull" || notThere.test(message)) return "now";
  return refusedPull.test(message) ? "settled" : "deadline";
}

function podTrouble(pod: KubeObject): readonly Trouble[] {
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled?.status === "False" && scheduled.reason === "Unschedulable")
    return [{ code: "unschedulable", message: scheduled.message, until: "deadline" }];
  if (textAt(pod, "status", "phase") === "Failed" && textAt(pod, "status", "reason") === "Evicted") {
    return [{ code: "evicted", message: textAt(pod, "status", "message") ?? "evicted", until: "deadline" }];
  }
  return [];
}

/** Has this trouble lasted beyond what it may? */
export function isHopeless(trouble: Trouble, { elapsedMs, graceMs, settleMs }: Patience): boolean {
  if (trouble.until === "now") return true;
  if (trouble.until === "settled") return elapsedMs >= settleMs;
  return trouble.until === "grace" && elapsedMs >= graceMs;
}

export const told = (pod: string, trouble: Trouble): string =>
  `pod ${pod}${trouble.container === undefined ? "" : `, container ${trouble.container}`}: ${trouble.message}`;
