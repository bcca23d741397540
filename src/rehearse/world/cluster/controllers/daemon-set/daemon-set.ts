import { at, put } from "../../json/path.ts";
import { type JsonObject, numberOr, objectOr, objectsOf, stringOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { presentRevision, pruneRevisions, revisionLabel } from "../revision/revision.ts";
import { misfit } from "../scheduler/fit.ts";
import { attempt, unlessRefused } from "../work/attempt.ts";
import { type Again, type Controller, type Desk, itself, itsOwner } from "../work/controller.ts";
import { keyOf } from "../work/key.ts";
import { controllerManager, withoutZeros, writeStatus } from "../work/status.ts";
import { amount } from "../workload/amount.ts";
import { claim } from "../workload/owner.ts";
import { hasEnded, isAvailable, isReady, isTerminating, nodeOf } from "../workload/pod.ts";
import { selects } from "../workload/selector.ts";
import { podOf } from "../workload/template.ts";

const type = "daemonsets.apps";

/** One pod on each node that takes it. */
export const daemonSets: Controller = {
  name: "daemonset-controller",
  watches: {
    [type]: itself,
    pods: itsOwner("DaemonSet"),
    nodes: (_event, store) => store.list(type).map(keyOf),
  },
  reconcile: (desk, key) => {
    const set = desk.store.get(type, key.namespace, key.name);
    return set === undefined || isTerminating(set) ? undefined : reconcile(desk, set);
  },
};

function reconcile(desk: Desk, set: KubeObject): Again {
  const { store } = desk;
  const revision = presentRevision(store, set);
  const hash = revision.metadata.labels?.["controller.kubernetes.io/hash"] ?? "";
  const pods = () => claim(store, "pods", set, selects(at(set, "spec", "selector")), controllerManager);
  const nodes = store.list("nodes");
  const template = withTolerations(at(set, "spec", "template"));
  const wanted = nodes.filter((node) => {
    const pod = { ...set, spec: objectOr(at(template, "spec")) };
    return misfit(pod, node, []) === undefined;
  });
  let refused = false;
  for (const node of wanted) {
    const here = pods().filter((pod) => targetOf(pod) === node.metadata.name);
    for (const pod of here) if (hasEnded(pod) && !isTerminating(pod)) remove(desk, set, pod);
    if (here.length > 0) continue;
    const made = attempt(() =>
      store.create(
        "pods",
        onNode(
          podOf(set, template, { generateName: `${set.metadata.name}-`, labels: { [revisionLabel]: hash } }),
          node.metadata.name,
        ),
        { manager: controllerManager },
      ),
    );
    if (made.ok) desk.events.normal(set, "SuccessfulCreate", `Created pod: ${made.value.metadata.name}`);
    else desk.events.warning(set, "FailedCreate", `Error creating: ${made.refusal.message}`);
    refused = refused || !made.ok;
  }
  for (const pod of pods())
    if (!wanted.some((node) => node.metadata.name === targetOf(pod)) && !isTerminating(pod)) remove(desk, set, pod);
  rollForward(desk, set, pods(), wanted.length, hash);
  const now = pods();
  writeStatus(store, type, set, statusOf(set, now, wanted.length, hash, desk.now()));
  pruneRevisions(store, set, new Set([revision.metadata.name]));
  return refused ? 1000 : undefined;
}

/** Old pods go as far as the number of unavailable ones allows; OnDelete leaves that to people. */
function rollForward(desk: Desk, set: KubeObject, pods: readonly KubeObject[], wanted: number, hash: string): void {
  if (stringOr(at(set, "spec", "updateStrategy", "type")) === "OnDelete") return;
  const allowed = Math.max(
    1,
    amount(at(set, "spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), wanted, "up", 1),
  );
  const unavailable = wanted - pods.filter((pod) => isReady(pod) && !isTerminating(pod)).length;
  const old = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] !== hash && !isTerminating(pod));
  const broken = old.filter((pod) => !isReady(pod));
  const well = old.filter(isReady).slice(0, Math.max(0, allowed - unavailable));
  for (const pod of [...broken, ...well]) remove(desk, set, pod);
}

function remove(desk: Desk, set: KubeObject, pod: KubeObject): void {
  unlessRefused(() => desk.store.delete("pods", pod.metadata.namespace ?? "", pod.metadata.name), "NotFound");
  desk.events.normal(set, "SuccessfulDelete", `Deleted pod: ${pod.metadata.name}`);
}

const field = "metadata.name";

/** Bound to its node by affinity, so that the scheduler has the last word. */
function onNode(pod: JsonObject, node: string): JsonObject {
  const required = { nodeSelectorTerms: [{ matchFields: [{ key: field, operator: "In", values: [node] }] }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
  return put(pod, ["spec", "affinity"], affinity);
}

function targetOf(pod: KubeObject): string {
  const required = "requiredDuringSchedulingIgnoredDuringExecution";
  const terms = objectsOf(at(pod, "spec", "affinity", "nodeAffinity", required, "nodeSelectorTerms"));
  const meant = terms.flatMap((term) => objectsOf(term["matchFields"])).find((one) => one["key"] === field);
  return nodeOf(pod) || stringOr(at(meant, "values", 0), "");
}

const always = ["not-ready", "unreachable", "disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"];

function withTolerations(template: ReturnType<typeof at>): JsonObject {
  const own = objectsOf(at(template, "spec", "tolerations"));
  const added = always.map((what) => ({ key: `node.kubernetes.io/${what}`, operator: "Exists" }));
  return put(objectOr(template), ["spec", "tolerations"], [...own, ...added]);
}

function statusOf(set: KubeObject, pods: readonly KubeObject[], wanted: number, hash: string, now: number): JsonObject {
  const alive = pods.filter((pod) => !isTerminating(pod));
  const minReady = numberOr(at(set, "spec", "minReadySeconds"), 0);
  const available = alive.filter((pod) => isAvailable(pod, minReady, now)).length;
  return {
    currentNumberScheduled: alive.length,
    numberMisscheduled: 0,
    desiredNumberScheduled: wanted,
    numberReady: alive.filter(isReady).length,
    ...withoutZeros({
      observedGeneration: set.metadata.generation ?? 0,
      updatedNumberScheduled: alive.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length,
      numberAvailable: available,
      numberUnavailable: wanted - available,
    }),
  };
}
