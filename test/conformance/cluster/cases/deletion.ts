import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, text } from "../kit/json.ts";
import { configMap, container, deployment } from "../kit/objects.ts";
import { refusal } from "../kit/status.ts";

const owned = (owner: unknown, name: string, more: object = {}) =>
  configMap(
    name,
    {},
    {
      ownerReferences: [
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          name: text(owner, "metadata", "name"),
          uid: text(owner, "metadata", "uid"),
          ...more,
        },
      ],
    },
  );

export const deletion = cases({
  "delete answers Success with the uid of what went": async ({ api, create, path }) => {
    const made = await create("configmaps", configMap("a"));
    expect((await api.delete(path("configmaps", "a"))).body).toMatchObject({
      kind: "Status",
      status: "Success",
      details: { name: "a", kind: "configmaps", uid: text(made, "metadata", "uid") },
    });
    expect((await api.get(path("configmaps", "a"))).status).toBe(404);
  },
  "delete of what is not there is NotFound": async ({ api, path }) => {
    expect(await api.delete(path("configmaps", "a"))).toMatchObject(refusal(404, "NotFound"));
  },
  "a uid precondition protects the successor of the same name": async ({ api, create, path, read }) => {
    await create("configmaps", configMap("a"));
    const answer = await api.delete(path("configmaps", "a"), {
      kind: "DeleteOptions",
      apiVersion: "v1",
      preconditions: { uid: "00000000-0000-4000-8000-000000000000" },
    });
    expect(answer).toMatchObject(refusal(409, "Conflict"));
    expect(text(answer.body, "message")).toMatch(
      /the UID in the precondition \(0{8}-.*\) does not match the UID in record \(/,
    );
    await read("configmaps", "a");
  },
  "a resourceVersion precondition refuses to delete what has changed": async ({ api, create, path }) => {
    const first = await create("configmaps", configMap("a"));
    const resourceVersion = text(first, "metadata", "resourceVersion");
    ok(await api.patch(path("configmaps", "a"), "merge", { data: { k: "v" } }), 200);
    const stale = await api.delete(path("configmaps", "a"), { preconditions: { resourceVersion } });
    expect(stale).toMatchObject(refusal(409, "Conflict"));
    const now = text(ok(await api.get(path("configmaps", "a")), 200), "metadata", "resourceVersion");
    ok(await api.delete(path("configmaps", "a"), { preconditions: { resourceVersion: now } }), 200);
  },
  "delete with dryRun=All keeps the object": async ({ api, create, path, read }) => {
    await create("configmaps", configMap("a"));
    ok(await api.delete(path("configmaps", "a"), undefined, { query: { dryRun: "All" } }), 200);
    await read("configmaps", "a");
  },
  "an object with a finalizer waits, marked, until the last finalizer is gone": async ({ api, create, path, read }) => {
    await create("configmaps", configMap("a", {}, { finalizers: ["example.com/hold"] }));
    ok(await api.delete(path("configmaps", "a")), 200);
    const marked = await read("configmaps", "a");
    expect(text(marked, "metadata", "deletionTimestamp")).toMatch(/Z$/);
    ok(await api.patch(path("configmaps", "a"), "merge", { metadata: { finalizers: null } }), 200);
    expect((await api.get(path("configmaps", "a"))).status).toBe(404);
  },
  "no new finalizer can be added once deletion has begun": async ({ api, create, path }) => {
    await create("configmaps", configMap("a", {}, { finalizers: ["example.com/hold"] }));
    ok(await api.delete(path("configmaps", "a")), 200);
    const more = { metadata: { finalizers: ["example.com/hold", "example.com/more"] } };
    expect(await api.patch(path("configmaps", "a"), "merge", more)).toMatchObject(refusal(422, "Invalid"));
    ok(await api.patch(path("configmaps", "a"), "merge", { metadata: { finalizers: [] } }), 200);
  },
  "delete of a collection takes what the selector names": async ({ api, create, path, items }) => {
    await create("configmaps", configMap("a", {}, { labels: { go: "yes" } }));
    await create("configmaps", configMap("b", {}, { labels: { go: "yes" } }));
    await create("configmaps", configMap("c"));
    ok(await api.delete(path("configmaps"), undefined, { query: { labelSelector: "go=yes" } }), 200);
    const left = (await items("configmaps")).map((item) => text(item, "metadata", "name"));
    expect(left.filter((name) => name.length === 1)).toEqual(["c"]);
  },
  "what an object owns goes after it": async ({ api, create, path, eventually }) => {
    const owner = await create("configmaps", configMap("owner"));
    await create("configmaps", owned(owner, "child"));
    ok(await api.delete(path("configmaps", "owner")), 200);
    await eventually(async () => expect((await api.get(path("configmaps", "child"))).status).toBe(404));
  },
  "Orphan leaves what was owned, without the reference": async ({ api, create, path, until, eventually }) => {
    const owner = await create("configmaps", configMap("owner"));
    await create("configmaps", owned(owner, "child"));
    ok(await api.delete(path("configmaps", "owner"), { propagationPolicy: "Orphan" }), 200);
    await eventually(async () => expect((await api.get(path("configmaps", "owner"))).status).toBe(404));
    await until("configmaps", "child", (child) => expect(at(child, "metadata", "ownerReferences")).toBeUndefined());
  },
  "Foreground keeps the owner until what blocks it is gone": async ({ api, create, path, read, eventually }) => {
    const owner = await create("configmaps", configMap("owner"));
    const child = owned(owner, "child", { blockOwnerDeletion: true });
    await create("configmaps", { ...child, metadata: { ...child.metadata, finalizers: ["example.com/hold"] } });
    ok(await api.delete(path("configmaps", "owner"), { propagationPolicy: "Foreground" }), 200);
    expect(at(await read("configmaps", "owner"), "metadata", "finalizers")).toEqual(["foregroundDeletion"]);
    await eventually(async () =>
      expect(at(await read("configmaps", "child"), "metadata", "deletionTimestamp")).toBeDefined(),
    );
    await read("configmaps", "owner");
    ok(await api.patch(path("configmaps", "child"), "merge", { metadata: { finalizers: null } }), 200);
    await eventually(async () => expect((await api.get(path("configmaps", "owner"))).status).toBe(404));
  },
  "an object whose owner never existed is collected": async ({ api, create, path, eventually }) => {
    const ghost = { metadata: { name: "ghost", uid: "00000000-0000-4000-8000-000000000001" } };
    await create("configmaps", owned(ghost, "child"));
    await eventually(async () => expect((await api.get(path("configmaps", "child"))).status).toBe(404));
  },
  "a deleted Deployment takes its ReplicaSets with it": async (b) => {
    await b.create("deployments", deployment("web", 0, [container(b, [])]));
    await b.eventually(async () => expect(await b.items("replicasets")).toHaveLength(1));
    ok(await b.api.delete(b.path("deployments", "web"), { propagationPolicy: "Background" }), 200);
    await b.eventually(async () => expect(await b.items("replicasets")).toHaveLength(0));
  },
  "a deleted namespace is Terminating, refuses new objects, and goes with all it held": async (b) => {
    await b.create("configmaps", configMap("held", {}, { finalizers: ["example.com/hold"] }));
    ok(await b.api.delete(`/api/v1/namespaces/${b.namespace}`), 200);
    await b.eventually(async () => {
      const answer = await b.api.get(`/api/v1/namespaces/${b.namespace}`);
      expect(answer.body).toMatchObject({ status: { phase: "Terminating" } });
    });
    const late = await b.api.post(b.path("configmaps"), configMap("late"));
    expect(late).toMatchObject(
      refusal(403, "Forbidden", { details: { causes: [{ reason: "NamespaceTerminating" }] } }),
    );
    expect(text(late.body, "message")).toContain(`because it is being terminated`);
    ok(await b.api.patch(b.path("configmaps", "held"), "merge", { metadata: { finalizers: null } }), 200);
    await b.eventually(async () => expect((await b.api.get(`/api/v1/namespaces/${b.namespace}`)).status).toBe(404));
  },
});
