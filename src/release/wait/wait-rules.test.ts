import { expect, test } from "vitest";
import type { KubeObject } from "../kube/object.ts";
import { judge } from "./rules.ts";
import type { Look } from "./state.ts";

const patience = { elapsedMs: 0, graceMs: 60_000, settleMs: 15_000, fatalExitCodes: [78] };
const make = (kind: string, spec: object, status: object, apiVersion = "apps/v1"): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: "web", namespace: "shop", generation: 2 },
  spec: { ...spec },
  status: { ...status },
});
const pod = (status: object, more: object = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web-1", namespace: "shop" },
  spec: {},
  status: { ...status },
  ...more,
});
const container = (state: object, more: object = {}) => ({
  containerStatuses: [{ name: "web", state, ready: false, restartCount: 0, ...more }],
});
const waitingFor = (reason: string, message = reason) => pod(container({ waiting: { reason, message } }));
const crashed = (exitCode: number, restartCount: number, reason = "Error") =>
  pod(
    container(
      { waiting: { reason: "CrashLoopBackOff", message: "back-off" } },
      { restartCount, lastState: { terminated: { exitCode, reason } } },
    ),
  );

const rolling = { observedGeneration: 2, replicas: 3, updatedReplicas: 1, availableReplicas: 2 };
const done = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 2 };
const condition = (type: string, status: string, reason = "", message = "") => ({
  conditions: [{ type, status, reason, message }],
});
const look = (object: KubeObject, more: Partial<Look> = {}): Look => ({
  object,
  generation: 2,
  pods: [],
  patience,
  ...more,
});
const state = (given: Look) => {
  const found = judge(given);
  return found.state === "done" ? "done" : `${found.state} ${found.code}`;
};
const deployment = (status: object, spec: object = { replicas: 2 }) => make("Deployment", spec, status);
const late = { patience: { ...patience, elapsedMs: 61_000 } };

test.each<[string, Look, string]>([
  ["rolled out", look(deployment(done)), "done"],
  ["the status is of before our change", look(deployment({ ...done, observedGeneration: 1 })), "waiting unobserved"],
  ["a cache shows the object of before our apply", look(deployment(done), { generation: 3 }), "waiting unobserved"],
  ["under way", look(deployment(rolling)), "waiting rollout"],
  ["old pods still there", look(deployment({ ...done, replicas: 3 })), "waiting rollout"],
  ["scaled to nothing", look(deployment({ observedGeneration: 2 }, { replicas: 0 })), "done"],
  [
    "its own deadline",
    look(deployment({ ...rolling, ...condition("Progressing", "False", "ProgressDeadlineExceeded", "timed out") })),
    "failed deadline",
  ],
  ["paused before it rolled out", look(deployment(rolling, { replicas: 2, paused: true })), "failed paused"],
  ["paused, and rolled out", look(deployment(done, { replicas: 2, paused: true })), "done"],
  [
    "over quota: old pods may yet make room",
    look(
      deployment({
        ...rolling,
        ...condition("ReplicaFailure", "True", "FailedCreate", "pods is forbidden: exceeded quota: small"),
      }),
    ),
    "waiting refused",
  ],
  [
    "over quota for longer than the grace",
    look(
      deployment({
        ...rolling,
        ...condition("ReplicaFailure", "True", "FailedCreate", "pods is forbidden: exceeded quota: small"),
      }),
      late,
    ),
    "failed refused",
  ],
  [
    "refused by Pod Security",
    look(
      deployment({
        ...rolling,
        ...condition(
          "ReplicaFailure",
          "True",
          "FailedCreate",
          'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
        ),
      }),
    ),
    "failed refused",
  ],
])("Deployment: %s", (_, given, expected) => expect(state(given)).toBe(expected));

const pods = (...list: readonly KubeObject[]) => ({ pods: list });
const bad = deployment(rolling);
test.each<[string, Look, string]>([
  [
    "an image that is not there",
    look(bad, pods(waitingFor("ErrImagePull", 'failed to resolve "x": x: not found'))),
    "failed image",
  ],
  [
    "a registry that does not answer",
    look(bad, { ...pods(waitingFor("ImagePullBackOff", "dial tcp: i/o timeout")), ...late }),
    "waiting rollout",
  ],
  ["a name that is none", look(bad, pods(waitingFor("InvalidImageName"))), "failed image"],
  [
    "a pull that is refused, at first",
    look(bad, pods(waitingFor("ErrImagePull", "pull access denied"))),
    "waiting rollout",
  ],
  [
    "a pull that stays refused",
    look(bad, { ...pods(waitingFor("ErrImagePull", "401 Unauthorized")), ...late }),
    "failed image",
  ],
  [
    "a Secret that is not there, at first",
    look(bad, pods(waitingFor("CreateContainerConfigError", 'secret "db" not found'))),
    "waiting rollout",
  ],
  [
    "a Secret that stays away",
    look(bad, { ...pods(waitingFor("CreateContainerConfigError", 'secret "db" not found')), ...late }),
    "failed config",
  ],
  [
    "kubelet's own cache was late",
    look(bad, { ...pods(waitingFor("CreateContainerConfigError", "failed to sync secret cache")), ...late }),
    "waiting rollout",
  ],
  ["a crash loop within its grace", look(bad, pods(crashed(1, 5))), "waiting rollout"],
  ["a crash loop after its grace", look(bad, { ...pods(crashed(1, 3)), ...late }), "failed crash"],
  ["two restarts are not yet a loop", look(bad, { ...pods(crashed(1, 2)), ...late }), "waiting rollout"],
  ["an exit code declared fatal", look(bad, pods(crashed(78, 1))), "failed crash"],
  ["out of memory, again and again", look(bad, { ...pods(crashed(137, 3, "OOMKilled")), ...late }), "failed crash"],
  [
    "one bad pod among good ones may be its node's fault",
    look(bad, { ...pods(crashed(1, 9), pod({ phase: "Running" })), ...late }),
    "waiting rollout",
  ],
  [
    "an init container",
    look(bad, {
      ...pods(
        pod({
          initContainerStatuses: [
            {
              name: "init",
              ready: false,
              restartCount: 4,
              state: { waiting: { reason: "CrashLoopBackOff" } },
              lastState: { terminated: { exitCode: 2 } },
            },
          ],
        }),
      ),
      ...late,
    }),
    "failed crash",
  ],
  [
    "nowhere to run: a node may be coming",
    look(bad, { ...pods(pod(condition("PodScheduled", "False", "Unschedulable", "0/1 nodes"))), ...late }),
    "waiting rollout",
  ],
])("its pods: %s", (_, given, expected) => {
  const selected = { ...given.object, spec: { replicas: 2, selector: { matchLabels: { app: "web" } } } };
  expect(
    state({
      ...given,
      object: { ...selected, apiVersion: "apps/v1", kind: "Deployment", metadata: given.object.metadata },
    }),
  ).toBe(expected);
});

const set = (status: object, spec: object = {}) =>
  make("StatefulSet", { replicas: 2, ...spec }, { observedGeneration: 2, ...status });
const daemon = (status: object, spec: object = {}) => make("DaemonSet", spec, { observedGeneration: 2, ...status });
const batch = (status: object, spec: object = {}) => make("Job", spec, status, "batch/v1");
const core = (kind: string, spec: object, status: object) => make(kind, spec, status, "v1");
test.each<[string, KubeObject, string]>([
  ["StatefulSet updated", set({ readyReplicas: 2, currentRevision: "b", updateRevision: "b" }), "done"],
  ["StatefulSet half way", set({ readyReplicas: 2, currentRevision: "a", updateRevision: "b" }), "waiting rollout"],
  [
    "StatefulSet with a partition, its part updated",
    set(
      { readyReplicas: 2, updatedReplicas: 1, currentRevision: "a", updateRevision: "b" },
      { updateStrategy: { rollingUpdate: { partition: 1 } } },
    ),
    "done",
  ],
  [
    "StatefulSet OnDelete",
    set({ readyReplicas: 2, currentRevision: "a", updateRevision: "b" }, { updateStrategy: { type: "OnDelete" } }),
    "done",
  ],
  [
    "DaemonSet on every node",
    daemon({ desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }),
    "done",
  ],
  [
    "DaemonSet half way",
    daemon({ desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 }),
    "waiting rollout",
  ],
  ["DaemonSet OnDelete", daemon({ desiredNumberScheduled: 2 }, { updateStrategy: { type: "OnDelete" } }), "done"],
  ["DaemonSet where no node fits", daemon({}), "done"],
  ["Job done", batch(condition("Complete", "True")), "done"],
  ["Job given up", batch(condition("Failed", "True", "BackoffLimitExceeded")), "failed job"],
  ["Job running", batch({ active: 1 }), "waiting running"],
  ["Job suspended", batch({}, { suspend: true }), "waiting suspended"],
  ["CronJob", make("CronJob", {}, {}, "batch/v1"), "done"],
  ["Service", core("Service", { type: "ClusterIP" }, {}), "done"],
  ["Service that waits for a balancer", core("Service", { type: "LoadBalancer" }, {}), "waiting address"],
  ["claim bound", core("PersistentVolumeClaim", {}, { phase: "Bound" }), "done"],
  ["claim pending", core("PersistentVolumeClaim", {}, { phase: "Pending" }), "waiting unbound"],
  ["claim lost", core("PersistentVolumeClaim", {}, { phase: "Lost" }), "failed lost"],
  ["Namespace going", core("Namespace", {}, { phase: "Terminating" }), "failed terminating"],
  [
    "definition served",
    make("CustomResourceDefinition", {}, condition("Established", "True"), "apiextensions.k8s.io/v1"),
    "done",
  ],
  [
    "definition with a name taken",
    make("CustomResourceDefinition", {}, condition("NamesAccepted", "False"), "apiextensions.k8s.io/v1"),
    "failed names",
  ],
  ["budget", make("PodDisruptionBudget", {}, { observedGeneration: 2 }, "policy/v1"), "done"],
  ["unknown kind without a status", make("Thing", {}, {}, "example.com/v1"), "done"],
  ["unknown kind not ready", make("Thing", {}, condition("Ready", "False"), "example.com/v1"), "waiting not-ready"],
  [
    "unknown kind ready, of before our change",
    make("Thing", {}, { observedGeneration: 1, ...condition("Ready", "True") }, "example.com/v1"),
    "waiting unobserved",
  ],
  [
    "unknown kind that says it is stuck",
    make("Thing", {}, condition("Stalled", "True"), "example.com/v1"),
    "failed stalled",
  ],
])("%s", (_, object, expected) => expect(state(look(object))).toBe(expected));
