import { at } from "../../../json/path.ts";
import { numberOr } from "../../../json/value.ts";
import type { KubeObject } from "../../../object.ts";
import { attempt, unlessRefused } from "../../work/attempt.ts";
import { writeStatus } from "../../work/status.ts";
import { hasEnded, isTerminating } from "../../workload/pod.ts";
import { duration } from "../container/back-off.ts";
import { type Instance, startInstance } from "../container/instance.ts";
import { ensureImage, sayPullBackOff } from "../container/pull.ts";
import type { ContainerState } from "../container/state.ts";
import { unmountable } from "../container/volumes.ts";
import { containersOf } from "./containers.ts";
import { initialised, restartPolicyOf, restarts, succeeded } from "./phase.ts";
import { podStatus } from "./status.ts";
import { fieldPathOf, type Surroundings, sourcesFor } from "./surroundings.ts";

export interface PodWorker {
  readonly containers: readonly ContainerState[];
  /** The pod's object changed, or was asked to go. */
  changed(pod: KubeObject): void;
  /** Writes the status as it is now. */
  report(): void;
  /** The node is lost, or the kubelet ends: whatever runs is stopped, nothing more is written. */
  abandon(): void;
}

/** A little while after a failed pull kubelet says "back-off". */
const sayingBackOff = 200;

/** Brings one pod through its life: volumes, init containers in order, containers, restarts, the end. */
export function podWorker(here: Surroundings, first: KubeObject): PodWorker {
  const { store, clock } = here;
  const { namespace = "", name, uid } = first.metadata;
  const startedAt = clock.now();
  const containers = containersOf(first, here.timing);
  const instances = new Map<ContainerState, Instance>();
  const cancels = new Set<() => void>();
  let pod = first;
  let podIp: string | undefined;
  let mounted = false;
  let stopping = false;
  let over = false;

  const policy = () => restartPolicyOf(at(pod, "spec", "restartPolicy"));

  const later = (ms: number, what: () => void) => {
    const cancel = clock.after(ms, () => {
      cancels.delete(cancel);
      if (!over) what();
    });
    cancels.add(cancel);
  };

  const tell = () => {
    if (over || !here.reachable()) return;
    const current = store.get("pods", namespace, name);
    if (current?.metadata.uid !== uid || current === undefined) return;
    const place = { podIp, hostIp: here.hostIp, startedAt };
    attempt(() => writeStatus(store, "pods", current, podStatus(current, containers, place, clock.now()), "kubelet"));
  };

  const step = () => {
    if (over) return;
    if (stopping) finishStopping();
    else if (!mounted) mount();
    else advance();
    tell();
  };

  const mount = () => {
    const why = unmountable(pod, sourcesFor(store, pod));
    if (why !== undefined) {
      here.events.warning(pod, "FailedMount", why);
      later(here.remount, step);
      return;
    }
    mounted = true;
    podIp = here.runtime.addressOf?.(pod) ?? here.nextAddress();
    advance();
  };

  const advance = () => {
    if (hasEnded(pod)) return;
    for (const container of containers.filter((one) => one.init)) {
      if (container.phase.is !== "running") look(container);
      if (!initialised(container)) return;
    }
    for (const container of containers) if (!container.init) look(container);
  };

  /** Starts what should run and does not. */
  const look = (container: ContainerState) => {
    if (container.busy || container.phase.is === "running") return;
    if (container.init && !container.sidecar && succeeded(container)) return;
    if (container.phase.is === "ended" && !restarts(container, policy())) return;
    const since = container.phase.is === "ended" ? container.phase.ended.until : container.last?.until;
    const left = since === undefined ? 0 : container.restartBackOff.left(since, clock.now());
    if (left > 0) {
      crashLoop(container);
      hold(container, left);
      return;
    }
    bringUp(container);
  };

  /** Nothing is done with it for a while. */
  const hold = (container: ContainerState, ms: number) => {
    container.busy = true;
    later(ms, () => {
      container.busy = false;
      if (container.phase.is === "waiting" && container.phase.reason === "CrashLoopBackOff") bringUp(container);
      step();
    });
  };

  const crashLoop = (container: ContainerState) => {
    if (container.phase.is !== "ended") return;
    container.last = container.phase.ended;
    const about = `${container.name} in pod ${name}_${namespace}(${uid})`;
    here.events.warning(pod, "BackOff", `Back-off restarting failed container ${about}`, fieldPathOf(container));
    const pause = duration(container.restartBackOff.pause);
    const message = `back-off ${pause} restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
    container.phase = { is: "waiting", reason: "CrashLoopBackOff", message };
  };

  const bringUp = (container: ContainerState) => {
    container.busy = true;
    const up = () => {
      container.busy = false;
      if (over || stopping) return;
      const restarted = container.phase.is === "ended" || container.last !== undefined;
      const instance = startInstance(here, pod, container, step);
      if (instance === undefined) {
        hold(container, here.remount);
      } else {
        if (restarted) container.restartBackOff.step(clock.now());
        instances.set(container, instance);
        // an init container that stays lets the next one begin
        later(0, step);
      }
      tell();
    };
    const again = (ms: number) => {
      tell();
      later(Math.min(sayingBackOff, ms / 2), () => {
        sayPullBackOff(here, pod, container);
        tell();
      });
      hold(container, ms);
    };
    cancels.add(ensureImage(here, pod, container, up, again));
  };

  const beginStopping = () => {
    stopping = true;
    const grace = numberOr(pod.metadata.deletionGracePeriodSeconds, 30);
    for (const [container, instance] of instances) {
      if (container.phase.is !== "running") continue;
      here.events.normal(pod, "Killing", `Stopping container ${container.name}`, fieldPathOf(container));
      instance.stop(grace);
    }
    later(0, step);
  };

  const finishStopping = () => {
    if (containers.some((container) => container.phase.is === "running") || !here.reachable()) return;
    tell();
    over = true;
    leave();
    unlessRefused(
      () => store.delete("pods", namespace, name, { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { uid }) }),
      "NotFound",
      "Conflict",
    );
  };

  const leave = () => {
    for (const cancel of cancels) cancel();
    cancels.clear();
    here.runtime.forget?.(pod);
  };

  later(0, step);
  return {
    containers,
    report: () => {
      if (isTerminating(pod) && !stopping) beginStopping();
      else if (stopping) step();
      else tell();
    },
    changed: (next) => {
      pod = next;
      // a node that is cut off does not hear of it
      if (isTerminating(next) && !stopping && here.reachable()) beginStopping();
    },
    abandon: () => {
      over = true;
      for (const [container, instance] of instances) if (container.phase.is === "running") instance.stop(0);
      leave();
    },
  };
}
