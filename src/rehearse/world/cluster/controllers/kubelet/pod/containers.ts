import { at } from "../../../json/path.ts";
import { type JsonObject, objectsOf, stringOr } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import { type BackOffTiming, backOff } from "../container/back-off.ts";
import { log } from "../container/log.ts";
import type { ContainerState } from "../container/state.ts";

/** The containers of a pod as the kubelet first sees them: all waiting, init containers first. */
export function containersOf(pod: KubeObject, timing: BackOffTiming): readonly ContainerState[] {
  const inits = objectsOf(at(pod, "spec", "initContainers"));
  const wait = inits.length > 0 ? "PodInitializing" : "ContainerCreating";
  const make = (spec: JsonObject, init: boolean): ContainerState => ({
    name: stringOr(spec["name"], ""),
    spec,
    init,
    sidecar: init && spec["restartPolicy"] === "Always",
    phase: { is: "waiting", reason: wait },
    last: undefined,
    restarts: 0,
    started: false,
    ready: false,
    imageId: "",
    log: log(),
    previousLog: undefined,
    restartBackOff: backOff(timing),
    pullBackOff: backOff(timing),
    busy: false,
  });
  return [
    ...inits.map((spec) => make(spec, true)),
    ...objectsOf(at(pod, "spec", "containers")).map((spec) => make(spec, false)),
  ];
}
