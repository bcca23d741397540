import type { Clock } from "../../../clock.ts";
import type { KubeObject } from "../../../object.ts";
import type { Store } from "../../../store/store.ts";
import type { Events } from "../../work/events.ts";
import type { BackOffTiming } from "../container/back-off.ts";
import type { Sources } from "../container/environment.ts";
import type { PodRuntime } from "../pod-runtime.ts";

/** What a pod's worker needs of the kubelet around it. */
export interface Surroundings {
  readonly store: Store;
  readonly clock: Clock;
  readonly runtime: PodRuntime;
  readonly events: Events;
  readonly hostIp: string;
  readonly timing: BackOffTiming;
  /** Milliseconds before volumes that could not be mounted are tried again. */
  readonly remount: number;
  /** Images this node has pulled. */
  readonly images: Map<string, string>;
  nextAddress(): string;
  /** False while the node is cut off: nothing can be reported. */
  reachable(): boolean;
}

export const sourcesFor =
  (store: Store, pod: KubeObject): Sources =>
  (type, name) =>
    store.get(type, pod.metadata.namespace ?? "", name);

/** `spec.containers{web}`: how events point at one container of a pod. */
export const fieldPathOf = (container: { readonly name: string; readonly init: boolean }) =>
  `spec.${container.init ? "initContainers" : "containers"}{${container.name}}`;
