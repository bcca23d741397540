import { at, put } from "../../json/path.ts";
import type { KubeObject } from "../../object.ts";
import { unlessRefused } from "../work/attempt.ts";
import { type Again, type Controller, type Desk, itself, itsOwner } from "../work/controller.ts";
import { controllerManager, writeStatus } from "../work/status.ts";
import { conditionOf } from "../workload/condition.ts";
import { claim } from "../workload/owner.ts";
import { hasEnded, isTerminating } from "../workload/pod.ts";
import { selects } from "../workload/selector.ts";
import { revisionOf, sizeAnnotations } from "./annotations.ts";
import { createNewest, findNewest, renewNewest, say } from "./newest.ts";
import { isComplete } from "./progress.ts";
import { resize, wasScaled } from "./proportion.ts";
import { recreateStep, rollingStep, type Scale } from "./rolling.ts";
import { countsOf, deploymentStatus } from "./status.ts";
import { actualOf, type DeploymentSpec, replicasOf, specOf } from "./view.ts";

const type = "deployments.apps";

interface PatientDesk extends Desk {
  /** seconds that a progress deadline lasts at most */
  readonly patience: number;
}

/**
 * Rolls ReplicaSets forward, one step a look: what it changes wakes it again. `patience`, in seconds, shortens progress
 * deadlines that are longer.
 */
export const deployments = (patience = Number.POSITIVE_INFINITY): Controller => ({
  name: "deployment-controller",
  watches: {
    [type]: itself,
    "replicasets.apps": itsOwner("Deployment"),
    // Recreate waits for the last old pod to be gone
    pods: (event, store) =>
      event.action !== "DELETED"
        ? []
        : itsOwner("ReplicaSet")(event).flatMap((key) => {
            const set = store.get("replicasets.apps", key.namespace, key.name);
            return set === undefined ? [] : itsOwner("Deployment")({ ...event, object: set });
          }),
  },
  reconcile: (desk, key) => {
    const deployment = desk.store.get(type, key.namespace, key.name);
    return deployment === undefined ? undefined : reconcile({ ...desk, patience }, deployment);
  },
});

function reconcile(desk: PatientDesk, deployment: KubeObject): Again {
  const spec = specOf(deployment);
  const sets = claim(desk.store, "replicasets.apps", deployment, selects(spec.selector), controllerManager);
  if (isTerminating(deployment)) return finish(desk, deployment, findNewest(deployment, sets), sets, false);
  tellPause(desk, deployment, spec);
  if (spec.paused || wasScaled(spec, sets)) {
    const newest = findNewest(deployment, sets);
    const old = sets.filter((set) => set !== newest);
    scaleAll(desk, deployment, resize(spec, newest, old));
    return finish(desk, deployment, newest, sets, false);
  }
  return spec.recreate ? recreate(desk, deployment, spec, sets) : roll(desk, deployment, spec, sets);
}

function roll(desk: PatientDesk, deployment: KubeObject, spec: DeploymentSpec, sets: readonly KubeObject[]): Again {
  const found = findNewest(deployment, sets);
  const old = sets.filter((set) => set !== found);
  const newest = found === undefined ? createNewest(desk, deployment, old) : renewNewest(desk, deployment, found, old);
  if (newest === undefined) return 1000;
  scaleAll(desk, deployment, rollingStep(spec, newest, old));
  return finish(desk, deployment, newest, [...old, newest], true);
}

function recreate(desk: PatientDesk, deployment: KubeObject, spec: DeploymentSpec, sets: readonly KubeObject[]): Again {
  const found = findNewest(deployment, sets);
  const old = sets.filter((set) => set !== found);
  const oldUids = new Set(old.map((set) => set.metadata.uid));
  const alive = desk.store
    .list("pods", { namespace: deployment.metadata.namespace ?? "" })
    .filter((pod) => !hasEnded(pod) && pod.metadata.ownerReferences?.some((owner) => oldUids.has(owner.uid)));
  const step = recreateStep(spec, found, old, alive.length);
  if (step === "create") {
    const made = createNewest(desk, deployment, old);
    return made === undefined ? 1000 : finish(desk, deployment, made, [...old, made], true);
  }
  const newest = found === undefined ? undefined : renewNewest(desk, deployment, found, old);
  scaleAll(desk, deployment, step);
  return finish(desk, deployment, newest, newest === undefined ? old : [...old, newest], true);
}

/** Writes the status of what is there now, and drops sets nobody will go back to. */
function finish(
  desk: PatientDesk,
  deployment: KubeObject,
  newestBefore: KubeObject | undefined,
  setsBefore: readonly KubeObject[],
  rolling: boolean,
): Again {
  const { store } = desk;
  const { namespace = "", name } = deployment.metadata;
  const fresh = (set: KubeObject) => store.get("replicasets.apps", namespace, set.metadata.name) ?? set;
  const sets = setsBefore.map(fresh);
  const newest = newestBefore === undefined ? undefined : fresh(newestBefore);
  const old = sets.filter((set) => set.metadata.uid !== newest?.metadata.uid);
  const current = store.get(type, namespace, name);
  if (current === undefined) return undefined;
  const spec = specOf(current, desk.patience);
  if (rolling && isComplete(spec, countsOf(newest, sets))) prune(desk, spec, old);
  const { status, deadlineIn } = deploymentStatus(current, spec, newest, old, rolling, desk.now());
  writeStatus(store, type, current, status);
  return deadlineIn;
}

function prune(desk: PatientDesk, spec: DeploymentSpec, old: readonly KubeObject[]): void {
  const idle = old
    .filter((set) => replicasOf(set) === 0 && actualOf(set) === 0 && !isTerminating(set))
    .toSorted((a, b) => revisionOf(a) - revisionOf(b));
  for (const set of idle.slice(0, Math.max(0, idle.length - spec.historyLimit)))
    unlessRefused(
      () => desk.store.delete("replicasets.apps", set.metadata.namespace ?? "", set.metadata.name),
      "NotFound",
    );
}

function scaleAll(desk: PatientDesk, deployment: KubeObject, scales: readonly Scale[]): void {
  for (const { set, to } of scales) {
    const { namespace = "", name } = set.metadata;
    const from = replicasOf(set);
    desk.store.modify(
      "replicasets.apps",
      namespace,
      name,
      (current) =>
        put(
          put(current, ["metadata", "annotations"], {
            ...current.metadata.annotations,
            ...sizeAnnotations(deployment),
          }),
          ["spec", "replicas"],
          to,
        ),
      { manager: controllerManager },
    );
    const direction = to > from ? "up" : "down";
    desk.events.normal(
      deployment,
      "ScalingReplicaSet",
      `Scaled ${direction} replica set ${name} from ${from} to ${to}`,
    );
  }
}

function tellPause(desk: PatientDesk, deployment: KubeObject, spec: DeploymentSpec): void {
  const current = conditionOf(at(deployment, "status", "conditions"), "Progressing");
  if (current?.["reason"] === "ProgressDeadlineExceeded") return;
  const saysPaused = current?.["reason"] === "DeploymentPaused";
  if (spec.paused && !saysPaused)
    say(desk, deployment, { status: "Unknown", reason: "DeploymentPaused", message: "Deployment is paused" });
  if (!spec.paused && saysPaused)
    say(desk, deployment, { status: "Unknown", reason: "DeploymentResumed", message: "Deployment is resumed" });
}
