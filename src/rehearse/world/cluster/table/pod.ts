import { at } from "../json/path.ts";
import { isObject, type JsonObject, numberOr, objectsOf, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { humanDuration } from "./age.ts";
import { none, textAt } from "./cells.ts";
import { ageColumn, type Column, nameColumn, words } from "./column.ts";

const statuses = (pod: KubeObject, key = "containerStatuses") => objectsOf(at(pod, "status", key));

function ready(pod: KubeObject): string {
  const all = objectsOf(at(pod, "spec", "containers")).length;
  return `${statuses(pod).filter((one) => one["ready"] === true).length}/${all}`;
}

/** The one word for a pod: its own reason, or that of the container that says most. */
function reason(pod: KubeObject): string {
  const phase = stringOr(at(pod, "status", "reason")) || stringOr(at(pod, "status", "phase"), "Unknown");
  const init = initReason(pod);
  const own = init ?? containerReason(pod) ?? phase;
  if (pod.metadata.deletionTimestamp !== undefined)
    return at(pod, "status", "reason") === "NodeLost"
      ? "Unknown"
      : phase === "Succeeded" || phase === "Failed"
        ? own
        : "Terminating";
  return own;
}

function initReason(pod: KubeObject): string | undefined {
  const inits = objectsOf(at(pod, "spec", "initContainers"));
  const list = statuses(pod, "initContainerStatuses");
  for (const [i, status] of list.entries()) {
    const terminated = at(status, "state", "terminated");
    if (isObject(terminated)) {
      if (terminated["exitCode"] === 0) continue;
      return `Init:${stringOr(terminated["reason"]) || exited(terminated)}`;
    }
    const waiting = stringOr(at(status, "state", "waiting", "reason"), "");
    if (waiting !== "" && waiting !== "PodInitializing") return `Init:${waiting}`;
    return `Init:${i}/${inits.length}`;
  }
  return undefined;
}

const exited = (terminated: JsonObject) =>
  numberOr(terminated["signal"], 0) !== 0
    ? `Signal:${String(terminated["signal"])}`
    : `ExitCode:${String(terminated["exitCode"])}`;

function containerReason(pod: KubeObject): string | undefined {
  let found: string | undefined;
  for (const status of statuses(pod).toReversed()) {
    const waiting = stringOr(at(status, "state", "waiting", "reason"), "");
    const terminated = at(status, "state", "terminated");
    if (waiting !== "") found = waiting;
    else if (isObject(terminated)) found = stringOr(terminated["reason"]) || exited(terminated);
  }
  if (found !== "Completed" || !statuses(pod).some((one) => one["ready"] === true)) return found;
  return "Running";
}

function restarts(pod: KubeObject, now: number): string {
  const all = [...statuses(pod), ...statuses(pod, "initContainerStatuses")];
  const total = statuses(pod).reduce((sum, one) => sum + numberOr(one["restartCount"], 0), 0);
  const last = all
    .map((one) => stringOr(at(one, "lastState", "terminated", "finishedAt"), ""))
    .filter((time) => time !== "")
    .sort()
    .at(-1);
  return total > 0 && last !== undefined ? `${total} (${humanDuration(now - Date.parse(last))} ago)` : String(total);
}

export const podColumns: readonly Column[] = [
  nameColumn,
  words("Ready", ready),
  words("Status", reason),
  words("Restarts", restarts),
  ageColumn,
  words("IP", textAt("status", "podIP"), 1),
  words("Node", textAt("spec", "nodeName"), 1),
  words("Nominated Node", textAt("status", "nominatedNodeName"), 1),
  words("Readiness Gates", () => none, 1),
];
