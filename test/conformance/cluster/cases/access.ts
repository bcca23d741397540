import { expect } from "vitest";
import type { Api } from "../kit/api.ts";
import { type Bench, ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, text } from "../kit/json.ts";
import { configMap } from "../kit/objects.ts";
import { refusal } from "../kit/status.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const role = (name: string, rules: readonly Rule[]) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "Role",
  metadata: { name },
  rules,
});

/** A service account of the namespace with these rules, signed in by a token. */
async function robot(b: Bench, rules: readonly Rule[]): Promise<Api> {
  await b.create("serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "robot" } });
  await b.create("roles", role("robot", rules));
  await b.create("rolebindings", {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "robot" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "robot" },
    subjects: [{ kind: "ServiceAccount", name: "robot", namespace: b.namespace }],
  });
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3600 } };
  const token = ok(await b.api.post(b.path("serviceaccounts", "robot", "token"), body), 201);
  const api = b.api.as(text(token, "status", "token"));
  b.cleanup(() => api.close());
  return api;
}

const reader: Rule = { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] };

const review = (b: Bench, verb: string, resource: string) => ({
  apiVersion: "authorization.k8s.io/v1",
  kind: "SelfSubjectAccessReview",
  spec: { resourceAttributes: { namespace: b.namespace, verb, resource } },
});

export const access = cases({
  "what a role does not allow is Forbidden, and the sentence names who, what and where": async (b) => {
    const api = await robot(b, [reader]);
    await b.create("configmaps", configMap("a"));
    await b.eventually(async () => ok(await api.get(b.path("configmaps", "a")), 200));
    const user = `system:serviceaccount:${b.namespace}:robot`;
    expect(await api.delete(b.path("configmaps", "a"))).toMatchObject(
      refusal(403, "Forbidden", {
        message: `configmaps "a" is forbidden: User "${user}" cannot delete resource "configmaps" in API group "" in the namespace "${b.namespace}"`,
        details: { name: "a", kind: "configmaps" },
      }),
    );
    expect(await api.get(b.path("deployments"))).toMatchObject(
      refusal(403, "Forbidden", {
        message: `deployments.apps is forbidden: User "${user}" cannot list resource "deployments" in API group "apps" in the namespace "${b.namespace}"`,
      }),
    );
  },
  "a role for one name opens that name only": async (b) => {
    const api = await robot(b, [{ ...reader, resourceNames: ["mine"], verbs: ["get", "update"] }]);
    await b.create("configmaps", configMap("mine"));
    await b.create("configmaps", configMap("theirs"));
    await b.eventually(async () => ok(await api.get(b.path("configmaps", "mine")), 200));
    expect((await api.get(b.path("configmaps", "theirs"))).status).toBe(403);
  },
  "a role ends at its namespace": async (b) => {
    const api = await robot(b, [reader]);
    await b.eventually(async () => ok(await api.get(b.path("configmaps")), 200));
    expect((await api.get("/api/v1/namespaces/default/configmaps")).status).toBe(403);
    expect((await api.get("/api/v1/configmaps")).status).toBe(403);
    expect((await api.get("/api/v1/nodes")).status).toBe(403);
  },
  "server-side apply needs patch, and create where there is nothing yet": async (b) => {
    const api = await robot(b, [{ ...reader, verbs: ["get", "patch"] }]);
    await b.create("configmaps", configMap("there"));
    await b.eventually(async () => ok(await api.get(b.path("configmaps", "there")), 200));
    const apply = (name: string) =>
      api.patch(b.path("configmaps", name), "apply", configMap(name, { k: "v" }), { query: { fieldManager: "robot" } });
    ok(await apply("there"), 200);
    const answer = await apply("new");
    expect(answer).toMatchObject(refusal(403, "Forbidden"));
    expect(text(answer.body, "message")).toContain('cannot create resource "configmaps"');
  },
  "one may ask what one may do": async (b) => {
    const api = await robot(b, [reader]);
    const address = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    await b.eventually(async () => {
      const yes = ok(await api.post(address, review(b, "list", "configmaps")), 201);
      expect(at(yes, "status", "allowed")).toBe(true);
    });
    const no = ok(await api.post(address, review(b, "delete", "configmaps")), 201);
    expect(at(no, "status", "allowed")).toBe(false);
    const rules = ok(
      await api.post("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectRulesReview",
        spec: { namespace: b.namespace },
      }),
      201,
    );
    expect(at(rules, "status", "resourceRules")).toContainEqual({
      apiGroups: [""],
      resources: ["configmaps"],
      verbs: ["get", "list"],
    });
  },
  "a role cannot give what its author does not have": async (b) => {
    const api = await robot(b, [
      reader,
      { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["create", "get"] },
    ]);
    await b.eventually(async () => ok(await api.get(b.path("roles", "robot")), 200));
    ok(await api.post(b.path("roles"), role("same", [reader])), 201);
    const wider = await api.post(b.path("roles"), role("wider", [{ ...reader, verbs: ["delete"] }]));
    expect(wider).toMatchObject(refusal(403, "Forbidden"));
    expect(text(wider.body, "message")).toContain("is attempting to grant RBAC permissions not currently held");
  },
  "a token nobody gave is Unauthorized, no token at all is anonymous": async (b) => {
    const stranger = b.api.as("made-up");
    const nobody = b.api.anonymous();
    b.cleanup(() => stranger.close());
    b.cleanup(() => nobody.close());
    expect(await stranger.get(b.path("configmaps"))).toMatchObject(
      refusal(401, "Unauthorized", { message: "Unauthorized" }),
    );
    const answer = await nobody.get(b.path("configmaps"));
    expect(answer).toMatchObject(refusal(403, "Forbidden"));
    expect(text(answer.body, "message")).toContain('User "system:anonymous" cannot list resource "configmaps"');
  },
  "an administrator may act as somebody else, with that one's rights": async (b) => {
    const answer = await b.api.call("GET", b.path("configmaps"), { headers: { "impersonate-user": "ada" } });
    expect(answer).toMatchObject(refusal(403, "Forbidden"));
    expect(text(answer.body, "message")).toContain('User "ada" cannot list resource "configmaps"');
    const ran = await b.kubectl(["auth", "can-i", "list", "configmaps", "--as=ada"]);
    expect(ran.stdout.trim()).toBe("no");
    expect((await b.kubectl(["auth", "can-i", "list", "configmaps"])).stdout.trim()).toBe("yes");
  },
});
