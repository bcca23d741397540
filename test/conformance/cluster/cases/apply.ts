import { expect } from "vitest";
import type { Resource } from "../kit/bench.ts";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, isObject, list, text } from "../kit/json.ts";
import { configMap, container, deployment, service } from "../kit/objects.ts";
import { invalid, refusal } from "../kit/status.ts";

interface Named {
  readonly metadata: { readonly name: string };
  readonly [key: string]: unknown;
}

const apply = (
  b: Bench,
  resource: Resource,
  manager: string,
  object: Named,
  query: Record<string, string | boolean> = {},
) =>
  b.api.patch(b.path(resource, object.metadata.name), "apply", object, { query: { fieldManager: manager, ...query } });

/** managers as `name operation [subresource]`, in the order they stand */
const managers = (object: unknown) =>
  list(object, "metadata", "managedFields").map((entry) =>
    [text(entry, "manager"), text(entry, "operation"), at(entry, "subresource")].filter(Boolean).join(" "),
  );

const fieldsOf = (object: unknown, manager: string) =>
  at(
    list(object, "metadata", "managedFields")
      .filter(isObject)
      .find((entry) => entry["manager"] === manager),
    "fieldsV1",
  );

const conflictsOf = (body: unknown) =>
  list(body, "details", "causes").map((cause) => `${text(cause, "field")}: ${text(cause, "message")}`);

export const serverSideApply = cases({
  "apply creates what is not there (201), and a second time changes nothing (200)": async (b) => {
    const first = ok(await apply(b, "configmaps", "one", configMap("a", { k: "v" })), 201);
    const second = ok(await apply(b, "configmaps", "one", configMap("a", { k: "v" })), 200);
    expect(at(second, "metadata", "resourceVersion")).toBe(at(first, "metadata", "resourceVersion"));
    expect(managers(second)).toEqual(["one Apply"]);
    expect(fieldsOf(second, "one")).toEqual({ "f:data": { "f:k": {} } });
  },
  "apply at the version of an empty store creates, and is a Conflict over whatever is there, forced or not": async (
    b,
  ) => {
    const empty = { resourceVersion: "1" };
    const first = ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" }, empty)), 201);
    expect(text(first, "metadata", "resourceVersion")).not.toBe("1");
    for (const force of [false, true])
      expect(await apply(b, "configmaps", "one", configMap("a", { k: "2" }, empty), { force })).toMatchObject(
        refusal(409, "Conflict"),
      );
    expect(at(await b.read("configmaps", "a"), "data")).toEqual({ k: "1" });
  },
  "apply needs a field manager": async ({ api, path }) => {
    const answer = await api.patch(path("configmaps", "a"), "apply", configMap("a"));
    expect(answer).toMatchObject(invalid("fieldManager", "FieldValueRequired"));
    expect(text(answer.body, "message")).toContain("is required for apply patch");
  },
  "apply refuses a body that carries managedFields": async (b) => {
    const made = ok(await apply(b, "configmaps", "one", configMap("a", { k: "v" })), 201);
    const answer = await b.api.patch(b.path("configmaps", "a"), "apply", made, { query: { fieldManager: "one" } });
    expect(answer).toMatchObject(refusal(400, "BadRequest"));
    expect(text(answer.body, "message")).toContain("metadata.managedFields must be nil");
  },
  "another manager's field is a Conflict that names field and owner": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" })), 201);
    const answer = await apply(b, "configmaps", "two", configMap("a", { k: "2" }));
    expect(answer).toMatchObject(refusal(409, "Conflict"));
    expect(at(answer.body, "details", "causes", 0)).toEqual({
      reason: "FieldManagerConflict",
      message: 'conflict with "one"',
      field: ".data.k",
    });
    expect(text(answer.body, "message")).toBe('Apply failed with 1 conflict: conflict with "one": .data.k');
  },
  "a conflict with someone who updated says with which version": async (b) => {
    ok(await b.api.post(b.path("configmaps"), configMap("a", { k: "1" }), { query: { fieldManager: "editor" } }), 201);
    const answer = await apply(b, "configmaps", "two", configMap("a", { k: "2" }));
    expect(answer).toMatchObject(refusal(409, "Conflict"));
    expect(text(answer.body, "details", "causes", 0, "message")).toMatch(/^conflict with "editor" using v1/);
  },
  "force takes the field, and the former owner loses it": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "1", mine: "1" })), 201);
    const taken = ok(await apply(b, "configmaps", "two", configMap("a", { k: "2" }), { force: true }), 200);
    expect(at(taken, "data")).toEqual({ k: "2", mine: "1" });
    expect(fieldsOf(taken, "one")).toEqual({ "f:data": { "f:mine": {} } });
    expect(fieldsOf(taken, "two")).toEqual({ "f:data": { "f:k": {} } });
  },
  "the same value may be owned by two, and goes only with the last": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "v" })), 201);
    expect(managers(ok(await apply(b, "configmaps", "two", configMap("a", { k: "v" })), 200)).sort()).toEqual([
      "one Apply",
      "two Apply",
    ]);
    expect(at(ok(await apply(b, "configmaps", "one", configMap("a")), 200), "data")).toEqual({ k: "v" });
    expect(at(ok(await apply(b, "configmaps", "two", configMap("a")), 200), "data")).toBeUndefined();
  },
  "a field the manager no longer applies is removed": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "1", gone: "1" })), 201);
    expect(at(ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" })), 200), "data")).toEqual({ k: "1" });
  },
  "a field somebody else set stays when the applier never owned it": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" })), 201);
    ok(await b.api.patch(b.path("configmaps", "a"), "merge", { data: { theirs: "1" } }), 200);
    expect(at(ok(await apply(b, "configmaps", "one", configMap("a", { k: "2" })), 200), "data")).toEqual({
      k: "2",
      theirs: "1",
    });
  },
  "an update takes ownership of what it changes": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" })), 201);
    const edited = ok(
      await b.api.patch(
        b.path("configmaps", "a"),
        "merge",
        { data: { k: "2" } },
        { query: { fieldManager: "editor" } },
      ),
      200,
    );
    expect(managers(edited)).toContain("editor Update");
    expect(fieldsOf(edited, "editor")).toEqual({ "f:data": { "f:k": {} } });
    expect(await apply(b, "configmaps", "one", configMap("a", { k: "1" }))).toMatchObject(refusal(409, "Conflict"));
  },
  "lists with a key merge by it: another manager's container stays": async (b) => {
    ok(await apply(b, "deployments", "one", deployment("web", 0, [container(b, [])])), 201);
    const side = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } };
    const added = ok(
      await apply(b, "deployments", "two", {
        ...side,
        spec: { template: { spec: { containers: [{ name: "side", image: b.image }] } } },
      }),
      200,
    );
    const names = list(added, "spec", "template", "spec", "containers").map((c) => text(c, "name"));
    expect(names).toEqual(["main", "side"]);
    const without = ok(await apply(b, "deployments", "two", side), 200);
    expect(list(without, "spec", "template", "spec", "containers")).toHaveLength(1);
  },
  "ports of a Service are keyed by port and protocol": async (b) => {
    ok(await apply(b, "services", "one", service("web")), 201);
    const more = { apiVersion: "v1", kind: "Service", metadata: { name: "web" } };
    const both = ok(await apply(b, "services", "two", { ...more, spec: { ports: [{ port: 81, name: "more" }] } }), 200);
    expect(list(both, "spec", "ports").map((p) => at(p, "port"))).toEqual([80, 81]);
    expect(JSON.stringify(fieldsOf(both, "two"))).toContain('k:{\\"port\\":81,\\"protocol\\":\\"TCP\\"}');
  },
  "finalizers are a set: each manager owns its own": async (b) => {
    const held = (finalizer: string) => configMap("a", undefined, { finalizers: [finalizer] });
    ok(await apply(b, "configmaps", "one", held("example.com/one")), 201);
    const both = ok(await apply(b, "configmaps", "two", held("example.com/two")), 200);
    expect(at(both, "metadata", "finalizers")).toEqual(["example.com/one", "example.com/two"]);
    const left = ok(await apply(b, "configmaps", "one", configMap("a")), 200);
    expect(at(left, "metadata", "finalizers")).toEqual(["example.com/two"]);
    ok(await apply(b, "configmaps", "two", configMap("a")), 200);
  },
  "args are atomic: they are taken whole or conflict whole": async (b) => {
    const with_ = (args: readonly string[]) => deployment("web", 0, [container(b, args)]);
    ok(await apply(b, "deployments", "one", with_(["a", "b"])), 201);
    const answer = await apply(b, "deployments", "two", with_(["a", "c"]));
    expect(conflictsOf(answer.body)).toEqual(['.spec.template.spec.containers[name="main"].args: conflict with "one"']);
  },
  "a manager of /status is another manager than the same name on the object": async (b) => {
    ok(await apply(b, "deployments", "one", deployment("web", 0, [container(b, [])], { paused: true })), 201);
    const answered = ok(
      await b.api.patch(
        b.path("deployments", "web", "status"),
        "apply",
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "web" },
          status: { conditions: [{ type: "Checked", status: "True" }] },
        },
        { query: { fieldManager: "one" } },
      ),
      200,
    );
    expect(managers(answered)).toEqual(expect.arrayContaining(["one Apply", "one Apply status"]));
  },
  "replicas given up by the applier stay when another manager holds them": async (b) => {
    ok(await apply(b, "deployments", "one", deployment("web", 0, [container(b, [])], { paused: true })), 201);
    ok(
      await b.api.patch(
        b.path("deployments", "web", "scale"),
        "merge",
        { spec: { replicas: 2 } },
        { query: { fieldManager: "scaler" } },
      ),
      200,
    );
    const now = ok(await b.api.get(b.path("deployments", "web")), 200);
    expect(managers(now)).toContain("scaler Update scale");
    const conflict = await apply(b, "deployments", "one", deployment("web", 1, [container(b, [])], { paused: true }));
    expect(conflictsOf(conflict.body)).toEqual([
      '.spec.replicas: conflict with "scaler" with subresource "scale" using apps/v1',
    ]);
    const { spec, ...rest } = deployment("web", 0, [container(b, [])], { paused: true });
    const { replicas: _, ...without } = spec;
    const after = ok(await apply(b, "deployments", "one", { ...rest, spec: without }), 200);
    expect(at(after, "spec", "replicas")).toBe(2);
  },
  "apply with dryRun=All shows the result, conflicts included, and keeps nothing": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("new", { k: "v" }), { dryRun: "All" }), 201);
    expect((await b.api.get(b.path("configmaps", "new"))).status).toBe(404);
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" })), 201);
    expect(await apply(b, "configmaps", "two", configMap("a", { k: "2" }), { dryRun: "All" })).toMatchObject(
      refusal(409, "Conflict"),
    );
    const shown = ok(await apply(b, "configmaps", "one", configMap("a", { k: "3" }), { dryRun: "All" }), 200);
    expect(at(shown, "data", "k")).toBe("3");
    expect(at(await b.read("configmaps", "a"), "data", "k")).toBe("1");
  },
  "apply with a resourceVersion that is stale is a Conflict": async (b) => {
    const made = ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" })), 201);
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "2" })), 200);
    const stale = configMap("a", { k: "3" }, { resourceVersion: text(made, "metadata", "resourceVersion") });
    expect(await apply(b, "configmaps", "one", stale)).toMatchObject(refusal(409, "Conflict"));
  },
  "apply of a field the schema does not know is an internal error that names it": async (b) => {
    const odd = { ...configMap("a", { k: "v" }), dada: {} };
    const answer = await apply(b, "configmaps", "one", odd);
    expect(answer).toMatchObject({ status: 500, body: { kind: "Status", status: "Failure", code: 500 } });
    expect(text(answer.body, "message")).toContain(".dada: field not declared in schema");
  },
  "kubectl apply --server-side takes over what kubectl apply made, without a conflict": async (b) => {
    const manifest = (value: string) => JSON.stringify(configMap("a", { k: value, old: "x" }));
    expect((await b.kubectl(["apply", "-f", "-"], manifest("1"))).stdout).toContain("configmap/a created");
    const made = await b.read("configmaps", "a");
    expect(managers(made)).toEqual(["kubectl-client-side-apply Update"]);
    expect(at(made, "metadata", "annotations")).toHaveProperty("kubectl.kubernetes.io/last-applied-configuration");
    const second = await b.kubectl(["apply", "--server-side", "-f", "-"], JSON.stringify(configMap("a", { k: "2" })));
    expect(second.stderr).toBe("");
    expect(second.stdout).toContain("configmap/a serverside-applied");
    const after = await b.read("configmaps", "a");
    expect(at(after, "data")).toEqual({ k: "2" });
    // the annotation stays for those who go on with the client's way, in the name of a manager of its own
    expect(managers(after).sort()).toEqual(["kubectl Apply", "kubectl-last-applied Apply"]);
  },
  "kubectl apply prints the conflict and how to go on": async (b) => {
    ok(await apply(b, "configmaps", "one", configMap("a", { k: "1" })), 201);
    const ran = await b.kubectl(["apply", "--server-side", "-f", "-"], JSON.stringify(configMap("a", { k: "2" })));
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('Apply failed with 1 conflict: conflict with "one": .data.k');
  },
});
