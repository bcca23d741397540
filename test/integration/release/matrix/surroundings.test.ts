import { afterEach, expect, test } from "vitest";
import { setNodeReady } from "../../../../src/rehearse/world/cluster/controllers/kubelet/node/node.ts";
import { objectAt, textAt } from "../../../../src/release/json/json.ts";
import { configMap, deployment, secret, service } from "../manifests.ts";
import { fails, passes, startWorld, type World, type WorldOptions } from "../world.ts";

const open: World[] = [];
afterEach(async () => {
  for (const world of open.splice(0)) await world[Symbol.asyncDispose]();
});

async function begin(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(undefined, options);
  open.push(world);
  return world;
}

const probed = { container: { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } } };
const said = async (world: World, line: RegExp) => {
  while (!world.said.some((one) => line.test(one))) await new Promise((resolve) => setTimeout(resolve, 5));
};

test("row 9: its own deadline ends the waiting before ours does, and says that it was that", async () => {
  const world = await begin();
  await world.manifests(
    deployment("web", "a", {
      script: { readyAfter: "never" },
      ...probed,
      spec: { progressDeadlineSeconds: 1, minReadySeconds: 0 },
    }),
  );
  const result = await world.deploy(1, { timeoutMs: 60_000 });
  expect(result).toMatchObject({ status: "failed", outcomes: [{ state: { state: "failed", code: "deadline" } }] });
  expect(result.cause).toContain("Deployment web");
});

test("row 17: the cluster is away for longer than is waited: it says so, decides nothing, and the same command goes on", async () => {
  const world = await begin({ patienceMs: 1_000 });
  await world.manifests(deployment("web", "a"));
  await world.deploy(1);
  await world.manifests(deployment("web", "b"));
  await world.deploy(2, { afterwards: { prove: fails } });
  const away = world.cluster.faults.add({
    match: { verb: "patch", resource: "deployments", where: ({ query }) => query.get("dryRun") === null },
    fault: { kind: "reset", when: "before" },
  });
  const first = await world.rollback();
  expect(first).toMatchObject({ result: "rollback-failed", from: "2-1", to: "1-1" });
  expect(first.message).toContain("no answer of the API server");
  away.remove();
  expect(await world.rollback({ undo: "live" })).toMatchObject({ result: "rolled-back" });
});

test("row 19: of several apps, one that cannot go back does not stop the others", async () => {
  const world = await begin();
  const apps = ["blog", "shop"].map((app) => ({ app, environment: "staging" }));
  for (const [order, letter] of ["a", "b"].entries())
    for (const identity of apps) {
      await world.manifests(deployment(identity.app, letter));
      await world.deploy(order + 1, { site: { identity } });
    }
  const results = await Promise.all(
    apps.map((identity) =>
      world.rollback({
        site: { identity },
        imageThere: async () => "there",
        prove: identity.app === "blog" ? fails : passes,
      }),
    ),
  );
  expect(results.map(({ result }) => result)).toEqual(["rollback-failed", "rolled-back"]);
});

test("row 21: the token runs out while we wait: signed in once more, the watch goes on, and nothing is undone", async () => {
  const world = await begin();
  await world.manifests(deployment("web", "a", { script: { readyAfter: 600 }, ...probed }));
  const deploying = world.deploy(1);
  await said(world, /objects? applied/);
  const expired = { kind: "answer", code: 401, reason: "Unauthorized", message: "Unauthorized" } as const;
  // nothing of the cluster is seen until somebody signs in anew, so the deploy cannot end before
  const handle = world.cluster.faults.add({
    match: { where: ({ verb }) => verb === "watch" || verb === "list" },
    fault: expired,
  });
  world.cluster.restart();
  await said(world, /signing in once more/);
  handle.remove();
  expect(await deploying).toMatchObject({ status: "live" });
  expect(await world.story()).toEqual(["1-1 live"]);
});

test("row 22: clocks an hour apart: what a lease says of time decides nothing, only how long it stays the same", async () => {
  const world = await begin();
  await world.manifests(configMap("conf", { a: "1" }));
  const kube = world.connection.view(new AbortController().signal);
  const lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "tidegate-shop-staging-lease", namespace: "shop" },
    // its holder's clock is an hour ahead of ours: to us it would not run out for an hour
    spec: {
      holderIdentity: "acme/shop/0/1",
      leaseDurationSeconds: 1,
      acquireTime: "2099-01-01T00:00:00.000000Z",
      renewTime: "2099-01-01T00:00:00.000000Z",
      leaseTransitions: 1,
    },
  };
  expect((await kube.create(lease)).ok).toBe(true);
  const ahead = { clock: { ...world.site().clock, now: () => Date.now() + 3_600_000 } };
  expect(await world.deploy(1, { site: ahead })).toMatchObject({ status: "live" });
  expect(world.said.join("\n")).toContain("the lease of acme/shop/0/1 ran out");
  const behind = { clock: { ...world.site().clock, now: () => Date.now() - 3_600_000 } };
  await world.manifests(configMap("conf", { a: "2" }));
  expect(await world.deploy(2, { site: behind })).toMatchObject({ status: "live" });
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 live"]);
});

test("row 22: each answer takes two thirds of what a request may: it is waited for, and the lease is not lost", async () => {
  const world = await begin();
  await world.manifests(configMap("conf", { a: "1" }), service("web"));
  world.cluster.faults.add({ match: { where: ({ verb }) => verb !== "watch" }, fault: { kind: "delay", ms: 650 } });
  expect(await world.deploy(1, { timeoutMs: 60_000 })).toMatchObject({ status: "live" });
}, 60_000);

test("row 23: a webhook's refusal that repeats a Secret's value: hidden in what is said, in the cause, and on record", async () => {
  const world = await begin();
  const password = "correct-horse-battery";
  await world.manifests(secret("db", { password }), deployment("web", "a"));
  world.cluster.faults.add({
    match: { verb: "patch", resource: "deployments", where: ({ query }) => query.get("dryRun") === null },
    fault: {
      kind: "answer",
      code: 403,
      reason: "Forbidden",
      message: `admission webhook "p.example" denied the request: env DB=${password} (${Buffer.from(password).toString("base64")})`,
    },
  });
  const result = await world.deploy(1);
  expect(result.status).toBe("failed");
  expect(result.cause).toContain("denied the request: env DB=*** (***)");
  const everything = JSON.stringify([world.said, result.cause, result.message, await world.head()]);
  expect(everything).not.toContain(password);
  expect(everything).not.toContain(Buffer.from(password).toString("base64"));
});

test("row 24: an object made anew since the plan is not pruned: the plan was about another one", async () => {
  const world = await begin();
  const kube = world.connection.view(new AbortController().signal);
  await world.manifests(configMap("conf", { a: "1" }), configMap("old", { a: "1" }));
  await world.deploy(1);
  const old = await world.get("ConfigMap", "old");
  await world.manifests(configMap("conf", { a: "2" }));
  const labels = objectAt(old, "metadata", "labels");
  const result = await world.deploy(2, {
    afterwards: {
      prove: async () => {
        await kube.remove(
          { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "old" },
          textAt(old, "metadata", "uid") ?? "",
        );
        const metadata = { name: "old", namespace: "shop", labels };
        await kube.create({ ...configMap("old", { made: "anew" }), metadata });
        return { verdict: "ok", message: "" };
      },
    },
  });
  expect(result.plan?.prune.map(({ ref: { name } }) => name)).toEqual(["old"]);
  expect(result.status).toBe("live");
  expect(world.said).toContain("ConfigMap old stays: it was made anew since the plan");
  expect((await world.get("ConfigMap", "old"))?.["data"]).toEqual({ made: "anew" });
});

test("row 32: the node is not ready for a while: waited for, and named", async () => {
  const world = await begin();
  await world.manifests(deployment("web", "a", { script: { readyAfter: 400 }, ...probed }));
  const deploying = world.deploy(1, { timeoutMs: 30_000 });
  await said(world, /objects? applied/);
  setNodeReady(world.cluster.store, "tidegate-node", false);
  setTimeout(() => setNodeReady(world.cluster.store, "tidegate-node", true), 1_500);
  expect(await deploying).toMatchObject({ status: "live" });
});

test("row 32: the node stays away: waited for to the deadline, and the cause names it", async () => {
  const world = await begin();
  await world.manifests(
    deployment("web", "a", probed),
    deployment("slow", "a", { replicas: 1, script: { readyAfter: "never" }, ...probed }),
  );
  const deploying = world.deploy(1, { timeoutMs: 4_000 });
  await said(world, /Deployment web: ready/);
  setNodeReady(world.cluster.store, "tidegate-node", false);
  const result = await deploying;
  expect(result.status).toBe("failed");
  const cause = result.causes.find(({ ref }) => ref.name === "web");
  expect(cause).toMatchObject({ node: "tidegate-node", events: ["NodeNotReady: Node is not ready"] });
});

test("row 32: Pod Security refuses the pods: it fails at once, with the policy's own sentence", async () => {
  const world = await begin();
  const kube = world.connection.view(new AbortController().signal);
  await kube.jsonPatch({ apiVersion: "v1", kind: "Namespace", name: "shop" }, [
    { op: "add", path: "/metadata/labels", value: { "pod-security.kubernetes.io/enforce": "restricted" } },
  ]);
  await world.manifests(deployment("web", "a"));
  const result = await world.deploy(1, {
    timeoutMs: 60_000,
    patience: { graceMs: 600_000, settleMs: 100, fatalExitCodes: [] },
  });
  expect(result).toMatchObject({ status: "failed" });
  expect(result.cause).toContain('violates PodSecurity "restricted:latest"');
});

test("row 32: a claim that nothing fits: waited for, then the claim's own event is the cause", async () => {
  const world = await begin();
  const claim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "absent", resources: { requests: { storage: "1Gi" } } },
  };
  await world.manifests(
    claim,
    deployment("web", "a", {
      replicas: 1,
      pod: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] },
    }),
  );
  const result = await world.deploy(1, { timeoutMs: 3_000 });
  expect(result).toMatchObject({ status: "failed" });
  expect(JSON.stringify(result.causes)).toContain("absent");
  expect(result.cause).toContain("not ready in time");
});
