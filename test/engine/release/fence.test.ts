/** The optional policy of k8s/bootstrap/fence.yaml, evaluated by a real API server. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { fence } from "../../../src/release/access/fence.ts";
import { epochAnnotation, manager } from "../../../src/release/identity/marks.ts";
import { numberAt, textAt } from "../../../src/release/json/json.ts";
import type { KubeObject } from "../../../src/release/kube/object.ts";
import { configMap } from "../../integration/release/manifests.ts";
import { until } from "../host/patience.ts";
import type { App } from "./app.ts";
import { probe } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

const identity = { app: "fence", environment: "engine" };
const refusal = "the lease has passed to a later deploy than yours";

let world: World;
let app: App;
beforeAll(async () => {
  world = await startWorld("fence");
  app = await world.app("fence");
  expect((await app.deploy(1, [configMap("conf", { a: "1" })])).status).toBe("live");
  for (const items of [keeper, named()])
    await world.kubectl(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items });
  // the API server looks for new policies once a second
  const active = await until(async () => ((await late("probe", 0)).ok ? undefined : true), 30_000);
  expect(active).toBe(true);
});
afterAll(async () => {
  for (const { kind, metadata } of named()) await world.kubectl(["delete", kind, metadata.name]);
  await world[Symbol.asyncDispose]();
});

/**
 * Stays on the cluster and matches nothing. With the last policy that reads Leases the API server stops watching them, and takes
 * the watch up no more when another policy comes (docs/access.md): a second run would be let through.
 */
const keeper = fence({ app: "keeper", environment: "engine", namespaces: ["tidegate-no-such-namespace"] });

/** Under a name of its own: the cluster may have one already. */
const named = () => fence({ ...identity, namespaces: [world.namespace] }, `tidegate-epoch-${world.namespace}`);

/** What a process sends that was stopped, long ago, between asking its lease and writing. */
const late = (name: string, epoch: number | undefined, by = manager(identity)) => {
  const annotations = epoch === undefined ? {} : { [epochAnnotation]: String(epoch) };
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: world.namespace, annotations },
    data: { a: "late" },
  };
  return app.kube.apply(object, { manager: by, force: true });
};

const epochNow = async (): Promise<number> =>
  numberAt(
    await app.get("Lease", "tidegate-fence-engine-lease", "coordination.k8s.io/v1"),
    "spec",
    "leaseTransitions",
  ) ?? Number.NaN;

test("row 26: a late write is refused by the API server itself, whether the object is there or not", async () => {
  const before = await app.get("ConfigMap", "conf");
  expect(Number(textAt(before, "metadata", "annotations", epochAnnotation))).toBe(await epochNow());
  for (const name of ["conf", "never-there"])
    for (const epoch of [(await epochNow()) - 1, undefined])
      expect(await late(name, epoch)).toMatchObject({
        ok: false,
        failure: { code: 422, message: expect.stringContaining(refusal) },
      });
  // the question of docs/access.md: does the fence stand?
  const asked = world.kubectl(["create", "configmap", "late", `--field-manager=${manager(identity)}`]);
  await expect(asked).rejects.toMatchObject({ hint: expect.stringContaining(refusal) });
  expect(await app.get("ConfigMap", "conf")).toEqual(before);
  expect(await app.get("ConfigMap", "never-there")).toBeUndefined();
});

test("deploys, rollbacks and what a person or another app writes pass", async () => {
  expect((await app.deploy(2, [configMap("conf", { a: "2" }), configMap("more", { b: "2" })])).status).toBe("live");
  expect((await app.rollback()).result).toBe("rolled-back");
  expect(textAt(await app.get("ConfigMap", "conf"), "metadata", "annotations", epochAnnotation)).toBe(
    String(await epochNow()),
  );
  await world.kubectl(["annotate", "configmap", "conf", `${epochAnnotation}=0`, "--overwrite"]);
  expect(await late("other", 0, "tidegate:other:engine")).toMatchObject({ ok: true });
});

test("a Deployment's controller makes ReplicaSets with its epoch, and is let, also when the lease went on since", async () => {
  const held = { releaseHold: "2-1" };
  expect((await app.deploy(5, [probe("web")], held)).status).toBe("live");
  const epoch = await epochNow();
  // takes the lease and then writes nothing: its plan would prune more than it may
  expect((await app.deploy(6, [configMap("conf", { a: "6" })], { pruneCap: 0 })).status).toBe("refused");
  expect(await epochNow()).toBe(epoch + 1);
  await world.kubectl(["rollout", "restart", "deployment", "web"]);
  await world.kubectl(["rollout", "status", "deployment", "web", "--timeout=60s"]);
});
