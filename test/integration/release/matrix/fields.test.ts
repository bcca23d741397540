import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { numberAt, textAt } from "../../../../src/release/json/json.ts";
import { ownersOfReplicas } from "../../../../src/release/replicas/replicas.ts";
import { autoscaler, configMap, deployment, secret, service, statefulSet } from "../manifests.ts";
import { startWorld, type World } from "../world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const kubectl = (...argv: readonly string[]) =>
  promisify(execFile)("kubectl", ["--kubeconfig", world.access.kubeconfig ?? "", "-n", "shop", ...argv]);
const web = () => world.get("Deployment", "web", "apps/v1");
const replicas = async () => numberAt(await web(), "spec", "replicas");

test("row 11: a field that somebody else holds stops the deploy at the plan, naming them; take-over takes it", async () => {
  await world.manifests(deployment("web", "a", { env: { MODE: "one" } }));
  await world.deploy(1);
  await kubectl("set", "env", "deployment/web", "MODE=hand");
  const refused = await world.deploy(2);
  expect(refused).toMatchObject({ status: "refused", plan: { blocks: [{ code: "conflict" }] } });
  expect(refused.cause).toContain("kubectl-set");
  expect(await world.story()).toEqual(["1-1 live"]);
  expect(await world.deploy(2, { takeOver: ["kubectl-set"] })).toMatchObject({ status: "live" });
});

test("row 11: a cluster that kubectl apply managed is adopted once, and what the bundle drops is removed", async () => {
  const file = join(world.folder, "old.json");
  await writeFile(
    file,
    JSON.stringify({ ...configMap("conf", { a: "1", old: "x" }), metadata: { name: "conf", namespace: "shop" } }),
  );
  await kubectl("apply", "-f", file);
  await world.manifests(configMap("conf", { a: "2" }));
  expect(await world.deploy(1)).toMatchObject({ status: "live", plan: { objects: [{ adopted: true }] } });
  expect((await world.get("ConfigMap", "conf"))?.["data"]).toEqual({ a: "2" });
});

test("row 12: a field that cannot change fails before anything is applied", async () => {
  await world.manifests(deployment("web", "a"), configMap("conf", { a: "1" }));
  await world.deploy(1);
  await world.manifests(
    deployment("web", "a", { spec: { selector: { matchLabels: { app: "web", tier: "x" } } } }),
    configMap("conf", { a: "2" }),
  );
  expect(await world.deploy(2)).toMatchObject({ status: "refused" });
  expect(textAt(await world.get("ConfigMap", "conf"), "data", "a")).toBe("1");
  expect(await world.story()).toEqual(["1-1 live"]);
});

test("row 18: configuration, pruned objects and edited fields come back; Secrets that changed are named and left", async () => {
  await world.manifests(
    deployment("web", "a", { env: { MODE: "one" } }),
    configMap("conf", { mode: "one" }),
    service("web"),
    secret("db", { password: "the-first-one" }),
  );
  await world.deploy(1);
  await world.manifests(
    deployment("web", "b", { env: { MODE: "two" } }),
    configMap("conf", { mode: "two" }),
    secret("db", { password: "the-second-one" }),
  );
  expect(await world.deploy(2)).toMatchObject({ status: "live" });
  expect(await world.get("Service", "web")).toBeUndefined();
  await kubectl("set", "env", "deployment/web", "MODE=hand");
  const back = await world.rollback();
  expect(back).toMatchObject({ result: "rolled-back", to: "1-1" });
  expect(textAt(await world.get("ConfigMap", "conf"), "data", "mode")).toBe("one");
  expect(await world.get("Service", "web")).toBeDefined();
  expect(back.kept.join("\n")).toMatch(/Secret db changed since and is left/);
  expect(back.kept.join("\n")).toMatch(/MODE.*taken over from kubectl-set/);
  expect(textAt(await world.get("Secret", "db"), "data", "password")).toBe(
    Buffer.from("the-second-one").toString("base64"),
  );
});

test("row 24: an empty render, a namespace not named, too much to prune: refused", async () => {
  await world.manifests(...Array.from({ length: 12 }, (_, i) => configMap(`conf-${i}`, { a: "1" })));
  await world.deploy(1);
  await world.manifests();
  expect((await world.deploy(2)).status).toBe("refused");
  await world.manifests(configMap("only", { a: "1" }));
  const many = await world.deploy(2);
  expect(many).toMatchObject({ status: "refused" });
  expect(many.cause).toContain("would delete 12 objects");
  await world.manifests({ ...configMap("far", {}), metadata: { name: "far", namespace: "elsewhere" } });
  expect((await world.deploy(2)).message).toContain("is in namespace elsewhere");
  await world.manifests({ apiVersion: "v1", kind: "Namespace", metadata: { name: "new" } });
  expect((await world.deploy(2)).message).toContain("cluster-scoped");
  expect(await world.get("ConfigMap", "conf-11")).toBeDefined();
});

test("row 24: an object of another app in the same namespace is neither taken nor pruned", async () => {
  await world.manifests(configMap("theirs", { a: "1" }));
  await world.deploy(1, { site: { identity: { app: "blog", environment: "staging" } } });
  const refused = await world.deploy(1);
  expect(refused).toMatchObject({ status: "refused", plan: { blocks: [{ code: "foreign" }] } });
  await world.manifests(configMap("ours", { a: "1" }));
  expect((await world.deploy(1)).status).toBe("live");
  expect(await world.get("ConfigMap", "theirs")).toBeDefined();
});

test("row 25: a StatefulSet stuck on a broken revision: its template goes back and the bad pod is deleted", async () => {
  const probed = { container: { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } } };
  await world.manifests(statefulSet("db", "a", probed));
  await world.deploy(1);
  await world.manifests(
    statefulSet("db", "b", { ...probed, script: { exit: { code: 1, after: 5 }, readyAfter: "never" } }),
  );
  expect((await world.deploy(2)).status).toBe("failed");
  expect(await world.rollback()).toMatchObject({ result: "rolled-back" });
  expect(world.said.some((line) => /Pod db-1 deleted: it was stuck/.test(line))).toBe(true);
});

test("row 25: claim templates cannot go back: they stay as they are, and are listed", async () => {
  const claim = (size: string) => ({
    spec: {
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: size } } },
        },
      ],
    },
  });
  await world.manifests(statefulSet("db", "a", { replicas: 0, ...claim("1Gi") }));
  await world.deploy(1);
  // only making it anew changes a claim template: as an administrator would, by hand
  await kubectl("delete", "statefulset", "db", "--cascade=foreground", "--wait=true");
  await world.manifests(statefulSet("db", "b", { replicas: 0, ...claim("2Gi") }));
  expect((await world.deploy(2)).status).toBe("live");
  const back = await world.rollback();
  expect(back.result).toBe("rolled-back");
  expect(back.kept.join("\n")).toContain("keeps spec.volumeClaimTemplates");
});

test("row 27: first deploy with an autoscaler, never scaled, scaled, removed, and back across each: replicas never dip", async () => {
  let lowest = Number.POSITIVE_INFINITY;
  const off = world.cluster.requests.onRequest(({ resource, verb, query, name }) => {
    if (resource !== "deployments" || verb !== "patch" || query.includes("dryRun") || name !== "web") return;
    const object = world.cluster.store.get("deployments.apps", "shop", "web");
    lowest = Math.min(lowest, numberAt(JSON.parse(JSON.stringify(object ?? {})), "spec", "replicas") ?? lowest);
  });
  await world.manifests(deployment("web", "a", { replicas: null }), autoscaler("web", 3));
  expect((await world.deploy(1)).status).toBe("live");
  expect(await replicas()).toBe(3);
  await world.manifests(deployment("web", "b", { replicas: null }), autoscaler("web", 3));
  expect((await world.deploy(2)).status).toBe("live");
  expect(await replicas()).toBe(3);
  await kubectl("scale", "deployment/web", "--replicas=5");
  await world.manifests(deployment("web", "c", { replicas: null }), autoscaler("web", 3));
  expect((await world.deploy(3)).status).toBe("live");
  expect(await replicas()).toBe(5);
  await world.manifests(deployment("web", "d", { replicas: 4 }));
  expect((await world.deploy(4)).status).toBe("live");
  expect(await replicas()).toBe(4);
  expect(await world.rollback()).toMatchObject({ result: "rolled-back", to: "3-1" });
  expect(await replicas()).toBe(4);
  off();
  expect(
    ownersOfReplicas((await web()) ?? { apiVersion: "", kind: "", metadata: { name: "" } }).map(
      ({ manager }) => manager,
    ),
  ).not.toContain("tidegate:shop:staging");
  expect(lowest).toBeGreaterThanOrEqual(3);
});

test("row 28: the namespace is missing: one sentence with the command", async () => {
  await world.manifests(configMap("conf", { a: "1" }));
  const result = await world.deploy(1, {
    scope: { namespace: "absent", namespaces: [], clusterKinds: [], createNamespace: false },
  });
  expect(result).toMatchObject({
    status: "refused",
    next: "kubectl create namespace absent, or set create-namespace: true",
  });
});

test("row 28: the namespace is missing, or is created where that is asked for", async () => {
  await world.manifests(configMap("conf", { a: "1" }));
  const scope = { namespace: "fresh", namespaces: [], clusterKinds: [], createNamespace: false };
  await expect(world.deploy(1, { scope, site: { namespace: "fresh" } })).rejects.toThrow(
    "namespace fresh does not exist",
  );
  expect(
    await world.deploy(1, { scope: { ...scope, createNamespace: true }, site: { namespace: "fresh" } }),
  ).toMatchObject({ status: "live" });
});

test("row 28: a plan for a namespace that is yet to be created: shown as not tried, and nothing is written", async () => {
  await world.manifests(configMap("conf", { a: "1" }));
  const scope = { namespace: "fresh", namespaces: [], clusterKinds: [], createNamespace: true };
  const planned = await world.deploy(1, { scope, site: { namespace: "fresh" }, dryRun: true });
  expect(planned).toMatchObject({ status: "planned", plan: { objects: [{ action: "untried" }], blocks: [] } });
  const kube = world.connection.view(new AbortController().signal);
  expect(await kube.get({ apiVersion: "v1", kind: "Namespace", name: "fresh" })).toBeUndefined();
});

test("row 28: who may not create namespaces deploys into one that is there, and else reads the command", async () => {
  world.cluster.faults.add({
    match: { verb: "create", resource: "namespaces" },
    fault: { kind: "answer", code: 403, reason: "Forbidden", message: "namespaces is forbidden" },
  });
  await world.manifests(configMap("conf", { a: "1" }));
  const scope = { namespace: "shop", namespaces: [], clusterKinds: [], createNamespace: true };
  expect(await world.deploy(1, { scope })).toMatchObject({ status: "live" });
  const absent = world.deploy(1, { scope: { ...scope, namespace: "absent" }, site: { namespace: "absent" } });
  await expect(absent).rejects.toThrow("namespace absent does not exist");
});

test("row 28: a custom resource beside its own definition: planned without being tried, applied once it is served", async () => {
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "beacons.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "beacons", singular: "beacon", kind: "Beacon" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  };
  await world.manifests(
    { apiVersion: "example.com/v1", kind: "Beacon", metadata: { name: "one" }, spec: { light: "green" } },
    definition,
  );
  const scope = {
    namespace: "shop",
    namespaces: [],
    clusterKinds: ["CustomResourceDefinition"],
    createNamespace: false,
  };
  const result = await world.deploy(1, { scope });
  expect(result).toMatchObject({ status: "live" });
  expect(result.plan?.objects.find(({ ref }) => ref.kind === "Beacon")?.action).toBe("untried");
  expect(await world.get("Beacon", "one", "example.com/v1")).toBeDefined();
});

test("a dry run writes nothing at all, not even the lease", async () => {
  await world.manifests(deployment("web", "a"), secret("db", { password: "a-value-not-shown" }));
  const before = world.cluster.requests.all.length;
  expect(await world.deploy(1, { dryRun: true })).toMatchObject({ status: "planned" });
  const writes = world.cluster.requests.all
    .slice(before)
    .filter(({ verb, query }) => ["create", "update", "patch", "delete"].includes(verb) && !query.includes("dryRun"));
  expect(writes.filter(({ userAgent }) => userAgent.includes("tidegate"))).toEqual([]);
});

test("what is not there yet is tried once: there are no marks of an earlier release to keep", async () => {
  await world.manifests(deployment("web", "a"), configMap("conf", { a: "1" }));
  expect(await world.deploy(1, { dryRun: true })).toMatchObject({ status: "planned" });
  const tries = world.cluster.requests.all.filter(({ query }) => query.includes("dryRun"));
  expect(tries.map(({ name }) => name).sort()).toEqual(["conf", "web"]);
});
