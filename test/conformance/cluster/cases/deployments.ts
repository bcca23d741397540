import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, condition, number, text } from "../kit/json.ts";
import { container, deployment, server } from "../kit/objects.ts";
import { eventsOf, podsOf, revision, rolledOut, withArgs } from "../kit/rollout.ts";

export const deployments = cases({
  "a Deployment gets one ReplicaSet with its template's hash, and pods that carry it": async (b) => {
    await b.create("deployments", deployment("web", 2, [server(b)]));
    const done = await rolledOut(b, "web");
    expect(revision(done)).toBe("1");
    const [set, ...others] = await b.items("replicasets");
    expect(others).toEqual([]);
    const hash = text(set, "metadata", "labels", "pod-template-hash");
    expect(text(set, "metadata", "name")).toBe(`web-${hash}`);
    expect(at(set, "metadata", "annotations")).toMatchObject({
      "deployment.kubernetes.io/revision": "1",
      "deployment.kubernetes.io/desired-replicas": "2",
      "deployment.kubernetes.io/max-replicas": "3",
    });
    for (const pod of await podsOf(b, "web")) {
      expect(text(pod, "metadata", "name")).toMatch(new RegExp(`^web-${hash}-[a-z0-9]{5}$`));
      expect(at(pod, "metadata", "labels")).toEqual({ app: "web", "pod-template-hash": hash });
      expect(at(pod, "metadata", "ownerReferences", 0)).toMatchObject({ kind: "ReplicaSet", controller: true });
    }
  },
  "a finished rollout says Available and Progressing in full words": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    const done = await rolledOut(b, "web");
    const [set] = await b.items("replicasets");
    expect(condition(done, "Available")).toMatchObject({
      status: "True",
      reason: "MinimumReplicasAvailable",
      message: "Deployment has minimum availability.",
    });
    expect(condition(done, "Progressing")).toMatchObject({
      status: "True",
      reason: "NewReplicaSetAvailable",
      message: `ReplicaSet "${text(set, "metadata", "name")}" has successfully progressed.`,
    });
    expect(await eventsOf(b, "web")).toEqual([
      `ScalingReplicaSet: Scaled up replica set ${text(set, "metadata", "name")} from 0 to 1`,
    ]);
  },
  "a new template makes a new ReplicaSet, revision 2, and keeps the old one at zero": async (b) => {
    await b.create("deployments", deployment("web", 2, [server(b)]));
    await rolledOut(b, "web");
    const changed = await withArgs(b, "web", ["--serve", "--print=two"]);
    expect(number(changed, "metadata", "generation")).toBe(2);
    const done = await rolledOut(b, "web");
    expect(revision(done)).toBe("2");
    const sets = await b.items("replicasets");
    expect(sets.map((set) => `${revision(set)}: ${at(set, "spec", "replicas")}`).sort()).toEqual(["1: 0", "2: 2"]);
  },
  "labels and annotations of the Deployment alone make no new ReplicaSet": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await rolledOut(b, "web");
    const metadata = { labels: { more: "yes" }, annotations: { "example.com/note": "x" } };
    ok(await b.api.patch(b.path("deployments", "web"), "merge", { metadata }), 200);
    await rolledOut(b, "web");
    await b.eventually(async () => {
      const sets = await b.items("replicasets");
      expect(sets).toHaveLength(1);
      expect(at(sets[0], "metadata", "annotations")).toMatchObject({ "example.com/note": "x" });
    });
  },
  "the old template again is the old ReplicaSet under revision 3": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await rolledOut(b, "web");
    await withArgs(b, "web", ["--serve", "--print=two"]);
    await rolledOut(b, "web");
    await withArgs(b, "web", ["--serve"]);
    expect(revision(await rolledOut(b, "web"))).toBe("3");
    const sets = await b.items("replicasets");
    expect(sets).toHaveLength(2);
    const back = sets.find((set) => revision(set) === "3");
    expect(at(back, "metadata", "annotations", "deployment.kubernetes.io/revision-history")).toBe("1");
  },
  "a rollout never has more pods than surge allows nor fewer ready than maxUnavailable allows": async (b) => {
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    await b.create("deployments", deployment("web", 2, [server(b)], { strategy }));
    await rolledOut(b, "web");
    let most = 0;
    let fewest = Number.POSITIVE_INFINITY;
    let rolling = true;
    const look = async () => {
      while (rolling) {
        const pods = (await podsOf(b, "web")).filter((pod) => at(pod, "metadata", "deletionTimestamp") === undefined);
        most = Math.max(most, pods.length);
        const found = await b.read("deployments", "web");
        fewest = Math.min(fewest, Number(at(found, "status", "availableReplicas") ?? 0));
      }
    };
    const looking = look();
    await withArgs(b, "web", ["--serve", "--ready-after=700"]);
    await rolledOut(b, "web").finally(() => {
      rolling = false;
    });
    await looking;
    expect(most).toBeLessThanOrEqual(3);
    expect(fewest).toBeGreaterThanOrEqual(2);
  },
  "what never becomes ready is ProgressDeadlineExceeded, and the old pods keep serving": async (b) => {
    const spec = { progressDeadlineSeconds: 3 };
    await b.create("deployments", deployment("web", 2, [server(b)], spec));
    await rolledOut(b, "web");
    await withArgs(b, "web", ["--serve", "--unready"]);
    const stuck = await b.until("deployments", "web", (found) =>
      expect(condition(found, "Progressing")).toMatchObject({
        status: "False",
        reason: "ProgressDeadlineExceeded",
        message: expect.stringMatching(/^ReplicaSet "web-[a-z0-9]+" has timed out progressing\.$/),
      }),
    );
    expect(condition(stuck, "Available")).toMatchObject({ status: "True" });
    expect(at(stuck, "status", "updatedReplicas")).toBe(1);
    expect(at(stuck, "status", "availableReplicas")).toBe(2);
    expect(at(stuck, "status", "unavailableReplicas")).toBe(1);
  },
  "a Deployment that is not available yet says so": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b, ["--unready"])]));
    const found = await b.until("deployments", "web", (object) =>
      expect(condition(object, "Available")).toMatchObject({
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      }),
    );
    expect(condition(found, "Progressing")).toMatchObject({ status: "True" });
  },
  "paused: nothing rolls, and the condition says DeploymentPaused; resumed: it rolls": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await rolledOut(b, "web");
    ok(await b.api.patch(b.path("deployments", "web"), "merge", { spec: { paused: true } }), 200);
    await b.until("deployments", "web", (found) =>
      expect(condition(found, "Progressing")).toMatchObject({
        status: "Unknown",
        reason: "DeploymentPaused",
        message: "Deployment is paused",
      }),
    );
    await withArgs(b, "web", ["--serve", "--print=two"]);
    await b.until("deployments", "web", (found) => expect(at(found, "status", "observedGeneration")).toBe(3));
    expect(await b.items("replicasets")).toHaveLength(1);
    ok(await b.api.patch(b.path("deployments", "web"), "merge", { spec: { paused: false } }), 200);
    await rolledOut(b, "web");
    expect(await b.items("replicasets")).toHaveLength(2);
  },
  "replicas 0 is complete and available without pods": async (b) => {
    await b.create("deployments", deployment("web", 0, [server(b)]));
    const done = await rolledOut(b, "web");
    expect(condition(done, "Available")).toMatchObject({ status: "True", reason: "MinimumReplicasAvailable" });
    expect(at(done, "status", "replicas")).toBeUndefined();
    expect(await podsOf(b, "web")).toEqual([]);
  },
  "scale through /scale changes the replicas and nothing else": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await rolledOut(b, "web");
    const scale = ok(await b.api.get(b.path("deployments", "web", "scale")), 200);
    expect(scale).toMatchObject({ kind: "Scale", apiVersion: "autoscaling/v1", spec: { replicas: 1 } });
    expect(at(scale, "status")).toEqual({ replicas: 1, selector: "app=web" });
    expect((await b.kubectl(["scale", "deployment/web", "--replicas=3"])).stdout).toContain(
      "deployment.apps/web scaled",
    );
    const done = await rolledOut(b, "web");
    expect(at(done, "status", "replicas")).toBe(3);
    expect(await b.items("replicasets")).toHaveLength(1);
  },
  "Recreate: no new pod before the last old one is gone": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)], { strategy: { type: "Recreate" } }));
    await rolledOut(b, "web");
    const [old] = await podsOf(b, "web");
    const hash = text(old, "metadata", "labels", "pod-template-hash");
    await withArgs(b, "web", ["--serve", "--print=two"]);
    const mixed: unknown[] = [];
    await b.eventually(async () => {
      const hashes = new Set(
        (await podsOf(b, "web")).map((pod) => text(pod, "metadata", "labels", "pod-template-hash")),
      );
      if (hashes.size > 1) mixed.push([...hashes]);
      expect(hashes.size === 1 && !hashes.has(hash)).toBe(true);
    });
    await rolledOut(b, "web");
    expect(mixed).toEqual([]);
  },
  "the revision history is limited": async (b) => {
    const spec = { revisionHistoryLimit: 1, replicas: 0 };
    await b.create("deployments", deployment("web", 0, [container(b, [])], spec));
    for (const word of ["two", "three", "four"]) {
      await rolledOut(b, "web");
      await withArgs(b, "web", [`--print=${word}`]);
    }
    await b.eventually(async () => {
      const revisions = (await b.items("replicasets")).map(revision).sort();
      expect(revisions).toEqual(["3", "4"]);
    });
  },
  "kubectl rollout status waits for the rollout and tells its end": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    const ran = await b.kubectl(["rollout", "status", "deployment/web", "--timeout=90s"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('deployment "web" successfully rolled out');
  },
  "a pod that is deleted is made again": async (b) => {
    await b.create("deployments", deployment("web", 1, [server(b)]));
    await rolledOut(b, "web");
    const [first] = await podsOf(b, "web");
    const name = text(first, "metadata", "name");
    ok(await b.api.delete(b.path("pods", name)), 200);
    await b.eventually(async () => {
      const names = (await podsOf(b, "web")).map((pod) => text(pod, "metadata", "name"));
      expect(names).toHaveLength(1);
      expect(names).not.toContain(name);
    });
    await rolledOut(b, "web");
  },
});
