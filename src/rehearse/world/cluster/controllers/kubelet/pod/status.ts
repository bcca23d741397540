import { at } from "../../../json/path.ts";
import { type JsonObject, numberOr, objectOr, stringOr } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import { stamp } from "../../work/time.ts";
import type { ContainerState } from "../container/state.ts";
import { containerStatus } from "../container/status.ts";
import { podConditions } from "./conditions.ts";
import { podPhase, restartPolicyOf } from "./phase.ts";

export interface Place {
  readonly podIp: string | undefined;
  readonly hostIp: string;
  readonly startedAt: number;
}

/** `status` of a pod from what is known of its containers. */
export function podStatus(
  pod: KubeObject,
  containers: readonly ContainerState[],
  place: Place,
  now: number,
): JsonObject {
  const phase = podPhase(containers, restartPolicyOf(at(pod, "spec", "restartPolicy")));
  const inits = containers.filter((container) => container.init).map(containerStatus);
  const { podIp, hostIp, startedAt } = place;
  return {
    ...objectOr(pod["status"]),
    phase,
    ...(numberOr(pod.metadata.generation) === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    conditions: podConditions(pod, containers, phase, podIp !== undefined, now),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(podIp === undefined ? {} : { podIP: podIp, podIPs: [{ ip: podIp }] }),
    startTime: stringOr(at(pod, "status", "startTime"), stamp(startedAt)),
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits }),
    containerStatuses: containers.filter((container) => !container.init).map(containerStatus),
    qosClass: stringOr(at(pod, "status", "qosClass"), "BestEffort"),
  };
}
