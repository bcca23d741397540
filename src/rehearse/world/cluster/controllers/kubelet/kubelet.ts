import type { KubeObject } from "../../object.ts";
import type { PodAccess } from "../../pod-access.ts";
import type { Store, StoreEvent } from "../../store/store.ts";
import { eventRecorder } from "../work/events.ts";
import type { Unexpected } from "../work/run.ts";
import { hasEnded, isTerminating, nodeOf } from "../workload/pod.ts";
import { type BackOffTiming, kubeletTiming } from "./container/back-off.ts";
import type { ContainerState } from "./container/state.ts";
import { type NodeSize, ordinary, registerNode } from "./node/node.ts";
import type { Surroundings } from "./pod/surroundings.ts";
import { type PodWorker, podWorker } from "./pod/worker.ts";
import type { PodRuntime } from "./pod-runtime.ts";

export interface KubeletOptions {
  readonly store: Store;
  readonly runtime: PodRuntime;
  readonly node: string;
  readonly size?: NodeSize;
  readonly hostIp?: string;
  /** Pauses between restarts and between pulls; kubelet's own by default. */
  readonly timing?: BackOffTiming;
  readonly unexpected: Unexpected;
}

export interface Kubelet {
  readonly pods: PodAccess;
  /** While it is not, containers go on but nothing is reported, as behind a broken network. */
  setReachable(reachable: boolean): void;
  stop(): void;
}

/** Stands for one node: runs the pods bound to it, and answers for their logs and ports. */
export function startKubelet(options: KubeletOptions): Kubelet {
  const { store, runtime, node, hostIp = "10.0.0.1", timing = kubeletTiming, unexpected } = options;
  const workers = new Map<string, PodWorker>();
  let address = 1;
  let reached = true;
  const surroundings: Surroundings = {
    store,
    clock: guarded(store, unexpected),
    runtime,
    events: eventRecorder(store, "kubelet", node),
    hostIp,
    timing,
    remount: 1000,
    images: new Map(),
    reachable: () => reached,
    nextAddress: () => {
      address += 1;
      return `10.244.${Math.floor(address / 250)}.${(address % 250) + 1}`;
    },
  };
  registerNode(store, node, hostIp, options.size ?? ordinary);

  const seen = ({ action, object }: StoreEvent) => {
    if (nodeOf(object) !== node) return;
    const uid = object.metadata.uid ?? "";
    if (action === "DELETED") {
      workers.get(uid)?.abandon();
      workers.delete(uid);
      return;
    }
    const worker = workers.get(uid);
    if (worker !== undefined) worker.changed(object);
    else if (!hasEnded(object) || isTerminating(object)) {
      const fresh = podWorker(surroundings, object);
      workers.set(uid, fresh);
      if (isTerminating(object)) fresh.changed(object);
    }
  };
  const unsubscribe = store.subscribe("pods", seen);
  for (const object of store.list("pods")) seen({ action: "ADDED", type: "pods", version: 0, object });

  const containerOf = (pod: KubeObject, name: string): ContainerState | undefined =>
    workers.get(pod.metadata.uid ?? "")?.containers.find((container) => container.name === name);

  return {
    pods: {
      log: (pod, name, previous) => {
        const container = containerOf(pod, name);
        const about = `container "${name}" in pod "${pod.metadata.name}"`;
        if (container === undefined) return `${about} is not available`;
        if (previous)
          return container.previousLog?.lines ?? logOfLast(container) ?? `previous terminated ${about} not found`;
        if (container.phase.is !== "waiting") return container.log.lines;
        if (container.last !== undefined) return container.log.lines;
        return `${about} is waiting to start: ${waitingWords(container.phase.reason)}`;
      },
      followLog: (pod, name, listener) => {
        const container = containerOf(pod, name);
        if (container === undefined) {
          listener(undefined);
          return () => {};
        }
        return container.log.follow(listener);
      },
      dial: (pod, port) => runtime.dial(pod, port),
    },
    setReachable: (reachable) => {
      reached = reachable;
      if (reachable) for (const worker of workers.values()) worker.report();
    },
    stop: () => {
      unsubscribe();
      for (const worker of workers.values()) worker.abandon();
      workers.clear();
    },
  };
}

/** While a crashed container waits for its restart, its last instance is the previous one. */
const logOfLast = (container: ContainerState) =>
  container.phase.is === "waiting" && container.last !== undefined ? container.log.lines : undefined;

const waitingWords = (reason: string) =>
  reason === "ErrImagePull" || reason === "ImagePullBackOff"
    ? "trying and failing to pull image"
    : reason === "CreateContainerConfigError"
      ? "CreateContainerConfigError"
      : reason;

/** A step that fails unexpectedly is told, and does not take the whole process with it. */
function guarded(store: Store, unexpected: Unexpected): Surroundings["clock"] {
  return {
    now: () => store.clock.now(),
    after: (ms, what) =>
      store.clock.after(ms, () => {
        try {
          what();
        } catch (error) {
          unexpected(error, "kubelet");
        }
      }),
  };
}
