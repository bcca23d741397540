import { expect } from "vitest";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, condition, list, number, text } from "../kit/json.ts";
import { container, podTemplate, server, statefulSet } from "../kit/objects.ts";
import { podsOf, statusOf, withArgs } from "../kit/rollout.ts";

const settled = (b: Bench, name: string) =>
  b.until("statefulsets", name, (found) => {
    const replicas = at(found, "spec", "replicas");
    expect(at(found, "status", "observedGeneration")).toBe(number(found, "metadata", "generation"));
    for (const count of ["replicas", "readyReplicas", "updatedReplicas", "availableReplicas"])
      expect(at(found, "status", count) ?? 0).toBe(replicas);
    expect(at(found, "status", "currentRevision")).toBe(at(found, "status", "updateRevision"));
  });

const args = (pod: unknown) => at(pod, "spec", "containers", 0, "args");

export const statefulSets = cases({
  "pods of a StatefulSet come up in order, named by ordinal, each after the last is ready": async (b) => {
    await b.create("statefulsets", statefulSet("db", 3, [server(b)]));
    await settled(b, "db");
    const pods = await podsOf(b, "db");
    expect(pods.map((pod) => text(pod, "metadata", "name"))).toEqual(["db-0", "db-1", "db-2"]);
    const ready = pods.map((pod) => Date.parse(String(condition(pod, "Ready")?.["lastTransitionTime"])));
    const made = pods.map((pod) => Date.parse(text(pod, "metadata", "creationTimestamp")));
    for (const i of [1, 2]) expect(made[i]).toBeGreaterThanOrEqual(Number(ready[i - 1]));
    expect(at(pods[1], "metadata", "labels")).toMatchObject({
      app: "db",
      "statefulset.kubernetes.io/pod-name": "db-1",
      "apps.kubernetes.io/pod-index": "1",
      "controller-revision-hash": expect.stringMatching(/^db-/),
    });
    expect(at(pods[1], "spec", "hostname")).toBe("db-1");
  },
  "an update goes from the highest ordinal down, and the revisions meet at its end": async (b) => {
    await b.create("statefulsets", statefulSet("db", 2, [server(b)]));
    const before = await settled(b, "db");
    await withArgs(b, "db", ["--serve", "--print=two"], "statefulsets");
    const changing: string[] = [];
    await b.eventually(async () => {
      const pods = await podsOf(b, "db");
      const state = pods.map((pod) => `${text(pod, "metadata", "name")}:${JSON.stringify(args(pod)).includes("two")}`);
      changing.push(state.join(" "));
      expect(state).toEqual(["db-0:true", "db-1:true"]);
    });
    // the lower ordinal is never new while the higher one is old
    expect(changing.filter((state) => state === "db-0:true db-1:false")).toEqual([]);
    const after = await settled(b, "db");
    expect(at(after, "status", "updateRevision")).not.toBe(at(before, "status", "updateRevision"));
    expect(await b.items("controllerrevisions")).toHaveLength(2);
  },
  "a partition keeps the lower ordinals on the old revision": async (b) => {
    const updateStrategy = { type: "RollingUpdate", rollingUpdate: { partition: 1 } };
    await b.create("statefulsets", statefulSet("db", 2, [server(b)], { updateStrategy }));
    await settled(b, "db");
    await withArgs(b, "db", ["--serve", "--print=two"], "statefulsets");
    const found = await b.until("statefulsets", "db", (object) => {
      expect(at(object, "status", "updatedReplicas")).toBe(1);
      expect(at(object, "status", "readyReplicas")).toBe(2);
    });
    expect(at(found, "status", "currentReplicas")).toBe(1);
    expect(at(found, "status", "currentRevision")).not.toBe(at(found, "status", "updateRevision"));
    expect(args(await b.read("pods", "db-0"))).toEqual(["--serve"]);
  },
  "OnDelete: a pod is new only once somebody has deleted it": async (b) => {
    const updateStrategy = { type: "OnDelete" };
    await b.create("statefulsets", statefulSet("db", 1, [server(b)], { updateStrategy }));
    await settled(b, "db");
    await withArgs(b, "db", ["--serve", "--print=two"], "statefulsets");
    await b.until("statefulsets", "db", (found) => {
      expect(at(found, "status", "observedGeneration")).toBe(2);
      expect(at(found, "status", "updatedReplicas")).toBeUndefined();
    });
    expect(args(await b.read("pods", "db-0"))).toEqual(["--serve"]);
    ok(await b.api.delete(b.path("pods", "db-0")), 200);
    await b.until("pods", "db-0", (found) => expect(args(found)).toEqual(["--serve", "--print=two"]));
  },
  "a broken revision is stuck: the corrected template alone does not help, deleting the pod does": async (b) => {
    await b.create("statefulsets", statefulSet("db", 2, [server(b)]));
    await settled(b, "db");
    await withArgs(b, "db", ["--print=broken", "--exit=1"], "statefulsets");
    await b.until("pods", "db-1", (found) => expect(statusOf(found)?.["restartCount"]).toBeGreaterThanOrEqual(1));
    await withArgs(b, "db", ["--serve", "--print=three"], "statefulsets");
    await b.until("statefulsets", "db", (found) => expect(at(found, "status", "observedGeneration")).toBe(3));
    expect(args(await b.read("pods", "db-1"))).toEqual(["--print=broken", "--exit=1"]);
    const stuck = await b.read("pods", "db-1");
    const body = { preconditions: { uid: text(stuck, "metadata", "uid") } };
    ok(await b.api.delete(b.path("pods", "db-1"), body), 200);
    await settled(b, "db");
    expect(args(await b.read("pods", "db-0"))).toEqual(["--serve", "--print=three"]);
  },
  "scaling down takes the highest ordinal first and keeps its claim": async (b) => {
    const claim = {
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    };
    const spec = { volumeClaimTemplates: [claim], podManagementPolicy: "Parallel" };
    await b.create("statefulsets", statefulSet("db", 2, [container(b, [])], spec));
    await b.eventually(async () => expect(await podsOf(b, "db")).toHaveLength(2));
    ok(await b.api.patch(b.path("statefulsets", "db"), "merge", { spec: { replicas: 1 } }), 200);
    await b.eventually(async () => {
      const names = (await podsOf(b, "db")).map((pod) => text(pod, "metadata", "name"));
      expect(names).toEqual(["db-0"]);
    });
    const claims = (await b.items("persistentvolumeclaims")).map((one) => text(one, "metadata", "name"));
    expect(claims).toEqual(["data-db-0", "data-db-1"]);
    expect(at(await b.read("pods", "db-0"), "spec", "volumes", 0)).toMatchObject({
      name: "data",
      persistentVolumeClaim: { claimName: "data-db-0" },
    });
  },
});

const daemonSet = (b: Bench, spec: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent" },
  spec: { selector: { matchLabels: { app: "agent" } }, template: podTemplate("agent", [server(b)]), ...spec },
});

export const daemonSets = cases({
  "a DaemonSet has one ready pod on each node, and counts them": async (b) => {
    await b.create("daemonsets", daemonSet(b));
    const nodes = ok(await b.api.get("/api/v1/nodes"), 200);
    const count = list(nodes, "items").length;
    const found = await b.until("daemonsets", "agent", (object) =>
      expect(at(object, "status", "numberAvailable")).toBe(count),
    );
    expect(at(found, "status")).toMatchObject({
      desiredNumberScheduled: count,
      currentNumberScheduled: count,
      numberReady: count,
      numberMisscheduled: 0,
      updatedNumberScheduled: count,
      observedGeneration: 1,
    });
  },
  "a changed template replaces the pods of a DaemonSet": async (b) => {
    await b.create("daemonsets", daemonSet(b));
    await b.until("daemonsets", "agent", (found) =>
      expect(at(found, "status", "numberAvailable")).toBeGreaterThanOrEqual(1),
    );
    await withArgs(b, "agent", ["--serve", "--print=two"], "daemonsets");
    await b.until("daemonsets", "agent", (found) => {
      expect(at(found, "status", "observedGeneration")).toBe(2);
      expect(at(found, "status", "updatedNumberScheduled")).toBe(at(found, "status", "desiredNumberScheduled"));
      expect(at(found, "status", "numberAvailable")).toBe(at(found, "status", "desiredNumberScheduled"));
    });
  },
  "OnDelete leaves the pods of a DaemonSet as they are": async (b) => {
    await b.create("daemonsets", daemonSet(b, { updateStrategy: { type: "OnDelete" } }));
    await b.until("daemonsets", "agent", (found) =>
      expect(at(found, "status", "numberAvailable")).toBeGreaterThanOrEqual(1),
    );
    await withArgs(b, "agent", ["--serve", "--print=two"], "daemonsets");
    await b.until("daemonsets", "agent", (found) => {
      expect(at(found, "status", "observedGeneration")).toBe(2);
      expect(at(found, "status", "updatedNumberScheduled")).toBeUndefined();
    });
    const [pod] = await podsOf(b, "agent");
    expect(args(pod)).toEqual(["--serve"]);
  },
});
