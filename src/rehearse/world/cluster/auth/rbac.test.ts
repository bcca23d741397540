import { expect, test } from "vitest";
import { manualClock } from "../clock.ts";
import type { JsonObject } from "../json/value.ts";
import { objectStore } from "../store/object-store.ts";
import { type Attempt, allowed } from "./rbac.ts";
import { serviceAccountUser } from "./service-accounts.ts";

const group = "rbac.authorization.k8s.io";
const deployer = serviceAccountUser("shop", "ci");

function cluster(rules: readonly JsonObject[], wide = false) {
  const store = objectStore({ clock: manualClock() });
  for (const name of ["shop", "other"]) store.create("namespaces", { metadata: { name } });
  const subjects = [{ kind: "ServiceAccount", name: "ci", namespace: "shop" }];
  if (wide) {
    store.create(`clusterroles.${group}`, { metadata: { name: "r" }, rules });
    const roleRef = { kind: "ClusterRole", name: "r" };
    store.create(`clusterrolebindings.${group}`, { metadata: { name: "r" }, roleRef, subjects });
    return store;
  }
  store.create(`roles.${group}`, { metadata: { name: "r", namespace: "shop" }, rules });
  const roleRef = { kind: "Role", name: "r" };
  store.create(`rolebindings.${group}`, { metadata: { name: "r", namespace: "shop" }, roleRef, subjects });
  return store;
}

const attempt = (change: Partial<Attempt>): Attempt => ({
  verb: "get",
  group: "apps",
  resource: "deployments",
  subresource: "",
  namespace: "shop",
  name: "web",
  ...change,
});

const rule = { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "patch"] };

test.each<[string, JsonObject, Partial<Attempt>, boolean]>([
  ["the verb, group and resource of the rule", rule, {}, true],
  ["another verb", rule, { verb: "delete" }, false],
  ["another group", rule, { group: "" }, false],
  ["another namespace", rule, { namespace: "other" }, false],
  ["a subresource the rule does not name", rule, { subresource: "scale" }, false],
  ["a subresource the rule names", { ...rule, resources: ["deployments/scale"] }, { subresource: "scale" }, true],
  ["a subresource of anything", { ...rule, resources: ["*/scale"] }, { subresource: "scale" }, true],
  ["a name the rule lists", { ...rule, resourceNames: ["web"] }, {}, true],
  ["a name the rule does not list", { ...rule, resourceNames: ["db"] }, {}, false],
  ["everything, by stars", { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }, { verb: "delete", group: "x" }, true],
])("a Role and %s", (_what, given, change, expected) => {
  expect(allowed(cluster([given]), deployer, attempt(change))).toBe(expected);
});

test("a ClusterRole bound cluster-wide holds in every namespace, and for paths", () => {
  const store = cluster([rule, { nonResourceURLs: ["/metrics*"], verbs: ["get"] }], true);
  expect(allowed(store, deployer, attempt({ namespace: "other" }))).toBe(true);
  expect(allowed(store, deployer, attempt({ path: "/metrics/x" }))).toBe(true);
  expect(allowed(store, deployer, attempt({ path: "/healthz" }))).toBe(false);
});

test("somebody else has no rights, an administrator all", () => {
  const store = cluster([rule]);
  expect(allowed(store, serviceAccountUser("shop", "other"), attempt({}))).toBe(false);
  expect(allowed(store, { name: "root", groups: ["system:masters"] }, attempt({ verb: "delete" }))).toBe(true);
});
