import { at } from "../../../json/path.ts";
import { type Json, objectsOf, stringOr } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import { stamp } from "../../work/time.ts";
import { type Condition, conditionOf, withCondition } from "../../workload/condition.ts";
import type { ContainerState } from "../container/state.ts";
import { initialised } from "./phase.ts";

const named = (containers: readonly ContainerState[]) => `[${containers.map((container) => container.name).join(" ")}]`;

const yes = (type: string): Condition => ({ type, status: "True" });
const no = (type: string, reason: string, message?: string): Condition => ({
  type,
  status: "False",
  reason,
  ...(message === undefined ? {} : { message }),
});

/** Readiness gates: conditions somebody else sets, which must be True too. */
function unmetGates(pod: KubeObject): readonly string[] {
  return objectsOf(at(pod, "spec", "readinessGates"))
    .map((gate) => stringOr(gate["conditionType"], ""))
    .filter((type) => conditionOf(at(pod, "status", "conditions"), type)?.["status"] !== "True");
}

export function podConditions(
  pod: KubeObject,
  containers: readonly ContainerState[],
  phase: string,
  sandbox: boolean,
  now: number,
): readonly Json[] {
  const pendingInit = containers.filter((container) => container.init && !initialised(container));
  const main = containers.filter((container) => !container.init || container.sidecar);
  const unready = main.filter((container) => !container.ready);
  const ended = phase === "Succeeded" || phase === "Failed";
  const why = phase === "Succeeded" ? "PodCompleted" : phase === "Failed" ? "PodFailed" : "ContainersNotReady";
  const message = `containers with unready status: ${named(unready)}`;

  const initialized =
    pendingInit.length === 0 || phase === "Succeeded"
      ? yes("Initialized")
      : no("Initialized", "ContainersNotInitialized", `containers with incomplete status: ${named(pendingInit)}`);
  const containersReady =
    unready.length === 0 && !ended ? yes("ContainersReady") : no("ContainersReady", why, ended ? undefined : message);
  const gates = unmetGates(pod);
  const ready =
    containersReady.status === "True" && gates.length > 0
      ? no("Ready", "ReadinessGatesNotReady", `the status of pod readiness gate "${gates[0]}" is not "True", but False`)
      : { ...containersReady, type: "Ready" };
  const wanted = [
    { type: "PodReadyToStartContainers", status: sandbox && !ended ? ("True" as const) : ("False" as const) },
    initialized,
    ready,
    containersReady,
    yes("PodScheduled"),
  ];
  return wanted.reduce<readonly Json[]>(
    (conditions, condition) => withCondition(conditions, condition, stamp(now), { lastProbeTime: null }),
    objectsOf(at(pod, "status", "conditions")),
  );
}
