import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, number, text } from "../kit/json.ts";
import { configMap } from "../kit/objects.ts";
import { refusal } from "../kit/status.ts";

const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "p" }, spec: {} };

export const crud = cases({
  "a created object comes back with uid, creation time and resourceVersion": async ({ create }) => {
    const made = await create("configmaps", configMap("a", { k: "v" }));
    expect(made).toMatchObject({ kind: "ConfigMap", apiVersion: "v1", data: { k: "v" }, metadata: { name: "a" } });
    expect(text(made, "metadata", "uid")).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(text(made, "metadata", "creationTimestamp")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(text(made, "metadata", "resourceVersion")).toMatch(/^\d+$/);
  },
  "a second object of the same name is refused as AlreadyExists": async ({ api, create, path }) => {
    await create("configmaps", configMap("a"));
    expect(await api.post(path("configmaps"), configMap("a"))).toMatchObject(
      refusal(409, "AlreadyExists", {
        message: 'configmaps "a" already exists',
        details: { name: "a", kind: "configmaps" },
      }),
    );
  },
  "what is not there is NotFound, with the resource's name and group": async ({ api, path }) => {
    expect(await api.get(path("deployments", "no"))).toMatchObject(
      refusal(404, "NotFound", {
        message: 'deployments.apps "no" not found',
        details: { name: "no", group: "apps", kind: "deployments" },
      }),
    );
  },
  "an unknown API group is a 404": async ({ api, namespace }) => {
    expect((await api.get(`/apis/nothing.example/v1/namespaces/${namespace}/things`)).status).toBe(404);
  },
  "an update with a stale resourceVersion is a Conflict and changes nothing": async ({ api, create, path, read }) => {
    const first = await create("configmaps", configMap("a", { k: "1" }));
    const resourceVersion = text(first, "metadata", "resourceVersion");
    ok(await api.put(path("configmaps", "a"), configMap("a", { k: "2" }, { resourceVersion })), 200);
    expect(await api.put(path("configmaps", "a"), configMap("a", { k: "3" }, { resourceVersion }))).toMatchObject(
      refusal(409, "Conflict", {
        message:
          'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
      }),
    );
    expect(await read("configmaps", "a")).toMatchObject({ data: { k: "2" } });
  },
  "an update without a resourceVersion wins over whatever was there": async ({ api, create, path }) => {
    await create("configmaps", configMap("a", { k: "1" }));
    const put = await api.put(path("configmaps", "a"), configMap("a", { k: "2" }));
    expect(ok(put, 200)).toMatchObject({ data: { k: "2" } });
  },
  "an update that changes nothing keeps the resourceVersion": async ({ api, create, path }) => {
    const first = await create("configmaps", configMap("a", { k: "1" }));
    const again = ok(await api.put(path("configmaps", "a"), first), 200);
    expect(text(again, "metadata", "resourceVersion")).toBe(text(first, "metadata", "resourceVersion"));
  },
  "generation rises with the spec and not with labels": async ({ api, create, path }) => {
    expect(number(await create("poddisruptionbudgets", budget), "metadata", "generation")).toBe(1);
    const change = (body: object) => api.patch(path("poddisruptionbudgets", "p"), "merge", body);
    const labelled = ok(await change({ metadata: { labels: { a: "b" } } }), 200);
    expect(number(labelled, "metadata", "generation")).toBe(1);
    expect(number(ok(await change({ spec: { minAvailable: 1 } }), 200), "metadata", "generation")).toBe(2);
  },
  "uid and creation time cannot be changed by an update": async ({ api, create, path }) => {
    const made = await create("configmaps", configMap("a"));
    const other = configMap("a", {}, { uid: "00000000-0000-4000-8000-000000000000" });
    expect(await api.put(path("configmaps", "a"), other)).toMatchObject(refusal(409, "Conflict"));
    const later = ok(
      await api.put(path("configmaps", "a"), configMap("a", { k: "v" }, { creationTimestamp: "2001-01-01T00:00:00Z" })),
      200,
    );
    expect(at(later, "metadata", "creationTimestamp")).toBe(at(made, "metadata", "creationTimestamp"));
  },
  "the name in the body must be the name in the address": async ({ api, create, path }) => {
    await create("configmaps", configMap("a"));
    expect(await api.put(path("configmaps", "a"), configMap("b"))).toMatchObject(
      refusal(400, "BadRequest", { message: "the name of the object (b) does not match the name on the URL (a)" }),
    );
  },
  "the namespace in the body must be the namespace in the address": async ({ api, path }) => {
    expect(await api.post(path("configmaps"), configMap("a", {}, { namespace: "default" }))).toMatchObject(
      refusal(400, "BadRequest", {
        message: "the namespace of the provided object does not match the namespace sent on the request",
      }),
    );
  },
  "generateName makes a name of the prefix and five characters": async ({ create }) => {
    const made = await create("configmaps", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { generateName: "run-" },
    });
    expect(text(made, "metadata", "name")).toMatch(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(at(made, "metadata", "generateName")).toBe("run-");
  },
  "an object in a namespace that does not exist is NotFound": async ({ api }) => {
    expect(await api.post("/api/v1/namespaces/never-made/configmaps", configMap("a"))).toMatchObject(
      refusal(404, "NotFound", { message: 'namespaces "never-made" not found' }),
    );
  },
  "create with dryRun=All answers as if it had been done and keeps nothing": async ({ api, path }) => {
    const answer = await api.post(path("configmaps"), configMap("a"), { query: { dryRun: "All" } });
    expect(text(ok(answer, 201), "metadata", "uid")).not.toBe("");
    expect((await api.get(path("configmaps", "a"))).status).toBe(404);
  },
  "stringData of a Secret becomes data, and is not shown again": async ({ create }) => {
    const made = await create("secrets", {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s" },
      stringData: { user: "ada" },
    });
    expect(made).toMatchObject({ type: "Opaque", data: { user: "YWRh" } });
    expect(at(made, "stringData")).toBeUndefined();
  },
  "a write to /status leaves the spec alone, and a write to the object leaves the status alone": async (b) => {
    await b.create("poddisruptionbudgets", budget);
    const claim = await b.create("persistentvolumeclaims", {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "c" },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "none-such",
        resources: { requests: { storage: "1Gi" } },
      },
    });
    expect(at(claim, "status", "phase")).toBe("Pending");
    const withStatus = await b.api.patch(b.path("persistentvolumeclaims", "c"), "merge", { status: { phase: "Lost" } });
    expect(at(ok(withStatus, 200), "status", "phase")).toBe("Pending");
    const throughStatus = await b.api.patch(b.path("persistentvolumeclaims", "c", "status"), "merge", {
      metadata: { labels: { kept: "no" } },
      status: { conditions: [{ type: "Resizing", status: "True" }] },
    });
    const after = ok(throughStatus, 200);
    expect(at(after, "status", "conditions", 0, "type")).toBe("Resizing");
  },
  "a list carries a resourceVersion and the kind of its items": async ({ api, create, path }) => {
    await create("configmaps", configMap("a"));
    const answer = await api.get(path("configmaps"), { labelSelector: "", fieldSelector: "metadata.name=a" });
    expect(answer.body).toMatchObject({
      kind: "ConfigMapList",
      apiVersion: "v1",
      items: [{ metadata: { name: "a" } }],
    });
    expect(text(answer.body, "metadata", "resourceVersion")).toMatch(/^[1-9]\d*$/);
    expect(at(answer.body, "items", 0, "kind")).toBeUndefined();
  },
});
