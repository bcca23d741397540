import { at } from "../../json/path.ts";
import { numberOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { StatusError } from "../../status/status-error.ts";
import { attempt, unlessRefused } from "../work/attempt.ts";
import { type Again, type Controller, type Desk, itself, itsOwner, sooner } from "../work/controller.ts";
import { keyOf } from "../work/key.ts";
import { controllerManager, writeStatus } from "../work/status.ts";
import { claim } from "../workload/owner.ts";
import { isActive, isAvailable, isReady, isTerminating, readySince } from "../workload/pod.ts";
import { selects } from "../workload/selector.ts";
import { podOf } from "../workload/template.ts";
import { byDeletion } from "./rank.ts";
import { replicaSetStatus } from "./status.ts";

const type = "replicasets.apps";

/** Keeps as many pods as wanted, and says in its status how many there are. */
export const replicaSets: Controller = {
  name: "replicaset-controller",
  watches: {
    [type]: itself,
    pods: (event, store) => {
      const owned = itsOwner("ReplicaSet")(event);
      if (owned.length > 0 || event.object.metadata.ownerReferences !== undefined) return owned;
      // an orphan may be somebody's
      const namespace = event.object.metadata.namespace ?? "";
      const labels = event.object.metadata.labels ?? {};
      return store.list(type, { namespace, where: (set) => selects(at(set, "spec", "selector"))(labels) }).map(keyOf);
    },
  },
  reconcile: (desk, key) => {
    const set = desk.store.get(type, key.namespace, key.name);
    if (set === undefined) return undefined;
    const pods = claim(desk.store, "pods", set, selects(at(set, "spec", "selector")), controllerManager);
    const refusal = isTerminating(set) ? undefined : keepCount(desk, set, pods.filter(isActive));
    const active = desk.store
      .list("pods", { namespace: key.namespace, where: (pod) => ownedBy(pod, set) })
      .filter(isActive);
    writeStatus(desk.store, type, set, replicaSetStatus(set, active, refusal, desk.now()));
    return sooner(refusal === undefined ? undefined : retryAfter, untilAvailable(set, active, desk.now()));
  },
};

/** Kubernetes backs off exponentially; a quota that was raised should be noticed soon. */
const retryAfter = 1000;

const ownedBy = (pod: KubeObject, set: KubeObject) =>
  pod.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === set.metadata.uid) === true;

/** Creates what is missing until one is refused, or deletes what is too much. */
function keepCount(desk: Desk, set: KubeObject, active: readonly KubeObject[]): StatusError | undefined {
  const { store, events } = desk;
  const missing = numberOr(at(set, "spec", "replicas"), 1) - active.length;
  for (let i = 0; i < missing; i += 1) {
    const pod = podOf(set, at(set, "spec", "template"), { generateName: `${set.metadata.name}-` });
    const made = attempt(() => store.create("pods", pod, { manager: controllerManager }));
    if (!made.ok) {
      // the whole namespace is going: nothing to report, nothing to retry
      if (made.refusal.details?.causes?.some((cause) => cause.reason === "NamespaceTerminating")) return undefined;
      events.warning(set, "FailedCreate", `Error creating: ${made.refusal.message}`);
      return made.refusal;
    }
    events.normal(set, "SuccessfulCreate", `Created pod: ${made.value.metadata.name}`);
  }
  for (const pod of byDeletion(active).slice(0, Math.max(0, -missing))) {
    unlessRefused(() => store.delete("pods", pod.metadata.namespace ?? "", pod.metadata.name), "NotFound");
    events.normal(set, "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
  }
  return undefined;
}

/** When the next ready pod will have been ready for long enough. */
function untilAvailable(set: KubeObject, active: readonly KubeObject[], now: number): Again {
  const minReady = numberOr(at(set, "spec", "minReadySeconds"), 0);
  return active
    .filter((pod) => isReady(pod) && !isAvailable(pod, minReady, now))
    .map((pod) => readySince(pod) + minReady * 1000 - now)
    .reduce<Again>(sooner, undefined);
}
