/** What others hold, what cannot change, what goes and what comes back: on the server that decides it. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textAt } from "../../../src/release/json/json.ts";
import { configMap, secret, service } from "../../integration/release/manifests.ts";
import { until } from "../host/patience.ts";
import { probe, probeSet } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
/** An administrator's: for cluster-scoped kinds and namespaces, which the smallest Role refuses on purpose. */
let wide: World;
beforeAll(async () => {
  [world, wide] = await Promise.all([startWorld("fields"), startWorld("wide", { administrator: true })]);
});
afterAll(() => Promise.all([world, wide].map((one) => one[Symbol.asyncDispose]())));

const env = ["spec", "template", "spec", "containers", 0, "env", 0, "value"] as const;

describe.concurrent("fields", () => {
  test("row 11: a field that somebody else holds stops the deploy at the plan; take-over takes it", async () => {
    const app = await world.app("held");
    const bundle = [probe("held", { replicas: 0, env: { MODE: "one" } })];
    await app.deploy(1, bundle);
    await world.kubectl(["set", "env", "deployment/held", "MODE=hand"]);
    const refused = await app.deploy(2, bundle);
    expect(refused).toMatchObject({ status: "refused", plan: { blocks: [{ code: "conflict" }] } });
    expect(refused.next).toBe("take them out of the manifest, or take them over: take-over: kubectl-set");
    expect(await app.deploy(2, bundle, { takeOver: ["kubectl-set"] })).toMatchObject({ status: "live" });
    expect(textAt(await app.get("Deployment", "held", "apps/v1"), ...env)).toBe("one");
  });

  test("row 11: what kubectl apply managed is adopted once, and what the bundle drops is removed", async () => {
    const app = await world.app("adopted");
    await world.kubectl(["apply", "-f", "-"], configMap("adopted", { a: "1", old: "x" }));
    const result = await app.deploy(1, [configMap("adopted", { a: "2" })]);
    expect(result).toMatchObject({ status: "live", plan: { objects: [{ adopted: true }] } });
    expect((await app.get("ConfigMap", "adopted"))?.["data"]).toEqual({ a: "2" });
  });

  test("row 12: a selector cannot change: told before anything is written", async () => {
    const app = await world.app("fixed");
    await app.deploy(1, [probe("fixed", { replicas: 0 }), configMap("fixed", { a: "1" })]);
    const labels = { app: "fixed", tier: "x" };
    const { spec } = probe("fixed", { replicas: 0 });
    const changed = {
      ...probe("fixed"),
      spec: { ...spec, selector: { matchLabels: labels }, template: { ...spec.template, metadata: { labels } } },
    };
    expect(await app.deploy(2, [changed, configMap("fixed", { a: "2" })])).toMatchObject({
      status: "refused",
      plan: { blocks: [{ code: "immutable" }] },
    });
    expect((await app.get("ConfigMap", "fixed"))?.["data"]).toEqual({ a: "1" });
    expect(await app.story()).toEqual(["1-1 live"]);
  });

  test("a field that its kind does not have is refused at once, although the server calls it an error of its own", async () => {
    const app = await world.app("misfit");
    const result = await app.deploy(1, [{ ...configMap("misfit", {}), dataa: { a: "1" } }], { timeoutMs: 600_000 });
    expect(result).toMatchObject({ status: "refused", plan: { blocks: [{ code: "invalid" }] } });
    expect(result.cause).toContain(".dataa: field not declared in schema");
    expect(app.said.filter((line) => line.includes("trying again"))).toEqual([]);
  });

  test("row 18: generated configuration, pruned objects and edited fields come back; a changed Secret is named and left", async () => {
    const app = await world.app("back");
    const overlay = async (mode: string) => {
      const folder = join(world.folder, `back-${mode}`);
      await mkdir(folder);
      const mounted = { envFrom: [{ configMapRef: { name: "back-conf" } }, { secretRef: { name: "back-generated" } }] };
      const objects = [
        probe("back", { env: { MODE: mode }, container: mounted }),
        secret("back-fixed", { password: `of release ${mode}` }),
        ...(mode === "one" ? [service("back")] : []),
      ];
      await writeFile(join(folder, "objects.json"), JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
      const kustomization = {
        resources: ["objects.json"],
        configMapGenerator: [{ name: "back-conf", literals: [`mode=${mode}`] }],
        secretGenerator: [{ name: "back-generated", literals: [`token=of-${mode}`] }],
      };
      await writeFile(join(folder, "kustomization.yaml"), JSON.stringify(kustomization));
      const { name: newName, digest } = world.image;
      return { overlay: folder, images: [{ name: "probe", newName, digest }] };
    };
    expect(await app.deploy(1, [], await overlay("one"))).toMatchObject({ status: "live" });
    expect(await app.deploy(2, [], await overlay("two"))).toMatchObject({ status: "live" });
    expect(await app.get("Service", "back")).toBeUndefined();
    await world.kubectl(["set", "env", "deployment/back", "MODE=hand"]);
    const back = await app.rollback();
    expect(back).toMatchObject({ result: "rolled-back", to: "1-1" });
    expect(await app.get("Service", "back")).toBeDefined();
    const live = await app.get("Deployment", "back", "apps/v1");
    expect(textAt(live, ...env)).toBe("one");
    const generated = textAt(live, ...env.slice(0, 5), "envFrom", 0, "configMapRef", "name") ?? "";
    expect((await app.get("ConfigMap", generated))?.["data"]).toEqual({ mode: "one" });
    expect(back.kept).toEqual(
      expect.arrayContaining([
        "Secret back-fixed changed since and is left as it is",
        expect.stringMatching(/Deployment back: .*MODE.* taken over from kubectl-set/),
      ]),
    );
    const password = textAt(await app.get("Secret", "back-fixed"), "data", "password") ?? "";
    expect(Buffer.from(password, "base64").toString()).toBe("of release two");
  });

  test("row 18: back across a new version of a definition that lost a field: what is left of it is live again", async () => {
    const app = await wide.app("versions");
    const group = `${wide.namespace}.example.com`;
    const beacon = (version: string, spec: object) => ({
      apiVersion: `${group}/${version}`,
      kind: "Beacon",
      metadata: { name: "one" },
      spec,
    });
    try {
      await wide.kubectl(["apply", "-f", "-"], definition(group, { v1alpha1: ["light", "lamp"] }));
      await wide.kubectl(["wait", "--for=condition=Established", `crd/beacons.${group}`, "--timeout=30s"]);
      expect(await app.deploy(1, [beacon("v1alpha1", { light: "green", lamp: "old" })])).toMatchObject({
        status: "live",
      });
      await wide.kubectl(["apply", "-f", "-"], definition(group, { v1: ["light"], v1alpha1: ["light"] }));
      await served(wide, `${group}/v1`);
      expect(await app.deploy(2, [beacon("v1", { light: "red" })])).toMatchObject({ status: "live" });
      const back = await app.rollback();
      expect(back).toMatchObject({ result: "rolled-back", to: "1-1" });
      expect(back.kept.join("\n")).toContain("Beacon one comes back without spec.lamp");
      expect((await app.get("Beacon", "one", `${group}/v1`))?.["spec"]).toEqual({ light: "green" });
    } finally {
      await wide.kubectl(["delete", "crd", `beacons.${group}`, "--ignore-not-found", "--wait=false"]);
    }
  });

  test("row 24: an empty render, a namespace not named, a Namespace, too much to prune: refused before any write", async () => {
    const app = await world.app("much");
    await app.deploy(
      1,
      Array.from({ length: 4 }, (_, at) => configMap(`much-${at}`, { a: "1" })),
      { pruneCap: 3 },
    );
    const far = { ...configMap("far", {}), metadata: { name: "far", namespace: "default" } };
    const refusals: readonly (readonly [readonly object[], string])[] = [
      [[], "nothing"],
      [[configMap("much", {})], "would delete 4 objects, more than the cap of 3"],
      [[far], "is in namespace default"],
      [[{ apiVersion: "v1", kind: "Namespace", metadata: { name: "new" } }], "cluster-scoped"],
    ];
    for (const [objects, sentence] of refusals) {
      const result = await app.deploy(2, objects, { pruneCap: 3 });
      expect([result.status, result.message]).toEqual(["refused", expect.stringContaining(sentence)]);
    }
    expect(await app.story()).toEqual(["1-1 live"]);
    expect(await app.get("ConfigMap", "much-3")).toBeDefined();
  });

  test("row 24: a shared namespace: another app's object is not taken; a claim is never pruned", async () => {
    const [ours, theirs] = await Promise.all([world.app("ours"), world.app("theirs")]);
    await theirs.deploy(1, [configMap("shared", { a: "1" })]);
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "ours" },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName: "none", resources: { requests: { storage: "1Gi" } } },
    };
    await ours.deploy(1, [claim, configMap("ours", { a: "1" }), configMap("ours-once", { a: "1" })]);
    expect(await ours.deploy(2, [configMap("shared", { a: "2" })])).toMatchObject({
      status: "refused",
      plan: { blocks: [{ code: "foreign" }] },
    });
    expect(await ours.deploy(2, [configMap("ours", { a: "2" })])).toMatchObject({ status: "live" });
    expect(await ours.get("PersistentVolumeClaim", "ours")).toBeDefined();
    expect(await ours.get("ConfigMap", "ours-once")).toBeUndefined();
    expect((await ours.get("ConfigMap", "shared"))?.["data"]).toEqual({ a: "1" });
  });

  test("row 25: claim templates cannot go back: they stay as they are, and are listed", async () => {
    const app = await world.app("templates");
    const bundle = (storage: string) => {
      const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } };
      const volumeClaimTemplates = [{ metadata: { name: "data" }, spec }];
      return [probeSet("templates", { replicas: 0, spec: { volumeClaimTemplates } })];
    };
    await app.deploy(1, bundle("1Gi"));
    // only making it anew changes a claim template: as an administrator would, by hand
    await world.kubectl(["delete", "statefulset", "templates", "--wait=true"]);
    expect(await app.deploy(2, bundle("2Gi"))).toMatchObject({ status: "live" });
    const back = await app.rollback();
    expect(back.result).toBe("rolled-back");
    expect(back.kept.join("\n")).toContain("StatefulSet templates keeps spec.volumeClaimTemplates");
  });

  test("row 28: a namespace that is missing is told with the command, or created where that is asked for", async () => {
    const app = await wide.app("fresh");
    const fresh = `${wide.namespace}-fresh`;
    const scope = { namespace: fresh, namespaces: [], clusterKinds: [], createNamespace: false };
    const site = { namespace: fresh };
    try {
      const told = await app
        .deploy(1, [configMap("conf", { a: "1" })], { scope, site })
        .catch((error: unknown) => error);
      expect(JSON.stringify(told) + String(told)).toContain(`namespace ${fresh} does not exist`);
      expect(JSON.stringify(told)).toContain(`kubectl create namespace ${fresh}`);
      const made = await app.deploy(1, [configMap("conf", { a: "1" })], {
        scope: { ...scope, createNamespace: true },
        site,
      });
      expect(made).toMatchObject({ status: "live" });
    } finally {
      await wide.kubectl(["delete", "namespace", fresh, "--ignore-not-found", "--wait=false"]);
    }
  });

  test("row 28: a custom resource beside its own definition: planned untried, applied once it is served", async () => {
    const app = await wide.app("custom");
    const group = `own.${wide.namespace}.example.com`;
    const scope = {
      namespace: wide.namespace,
      namespaces: [],
      clusterKinds: ["CustomResourceDefinition"],
      createNamespace: false,
    };
    const one = { apiVersion: `${group}/v1`, kind: "Beacon", metadata: { name: "one" }, spec: { light: "green" } };
    try {
      const result = await app.deploy(1, [one, definition(group, { v1: ["light"] })], { scope });
      expect(result).toMatchObject({ status: "live" });
      expect(result.plan?.objects.find(({ ref }) => ref.kind === "Beacon")?.action).toBe("untried");
      expect((await app.get("Beacon", "one", `${group}/v1`))?.["spec"]).toEqual({ light: "green" });
    } finally {
      await wide.kubectl(["delete", "crd", `beacons.${group}`, "--ignore-not-found", "--wait=false"]);
    }
  });
});

/** A Beacon in these versions, the first of which is stored, each with these fields of text. */
const definition = (group: string, versions: Readonly<Record<string, readonly string[]>>) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `beacons.${group}` },
  spec: {
    group,
    scope: "Namespaced",
    names: { plural: "beacons", singular: "beacon", kind: "Beacon" },
    versions: Object.entries(versions).map(([name, fields], at) => {
      const properties = Object.fromEntries(fields.map((field) => [field, { type: "string" }]));
      const spec = { type: "object", properties };
      return {
        name,
        served: true,
        storage: at === 0,
        schema: { openAPIV3Schema: { type: "object", properties: { spec } } },
      };
    }),
  },
});

/** Until the API server serves this version. */
const served = (of: World, apiVersion: string) =>
  until(async () => ((await of.kubectl(["api-versions"])).includes(apiVersion) ? true : undefined), 30_000);
