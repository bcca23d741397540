import { expect, test } from "vitest";
import { textAt } from "../json/json.ts";
import { readingRules } from "./reader.ts";
import { accessObjects, smallestRules } from "./role.ts";
import { accessYaml } from "./text.ts";

const deployment = { apiVersion: "apps/v1", kind: "Deployment" };
const verbs = (resource: string, kinds = [deployment]) =>
  smallestRules(kinds).find(({ resources }) => resources.includes(resource))?.verbs;

test("no Secret verbs where the bundle holds none", () => {
  expect(verbs("secrets")).toBeUndefined();
  expect(verbs("secrets", [{ apiVersion: "v1", kind: "Secret" }])).toEqual([
    "get",
    "list",
    "create",
    "patch",
    "delete",
  ]);
});

test("nothing over roles, bindings or anything cluster-scoped: it cannot widen itself", () => {
  const all = smallestRules([deployment, { apiVersion: "v1", kind: "ConfigMap" }]).flatMap(
    ({ resources }) => resources,
  );
  expect(all.filter((one) => /role|binding|namespace|node|\*/.test(one))).toEqual([]);
});

test("pods may be deleted only where a StatefulSet can get stuck", () => {
  expect(verbs("pods")).toEqual(["get", "list", "watch"]);
  expect(verbs("pods", [{ apiVersion: "apps/v1", kind: "StatefulSet" }])).toEqual(["get", "list", "watch", "delete"]);
});

test("a claim's data is never deleted", () => {
  expect(verbs("persistentvolumeclaims", [{ apiVersion: "v1", kind: "PersistentVolumeClaim" }])).not.toContain(
    "delete",
  );
});

test("each rule once, with the reason beside it in the generated file", () => {
  const kinds = [deployment, { apiVersion: "v1", kind: "ConfigMap" }, { apiVersion: "v1", kind: "Service" }];
  const keys = smallestRules(kinds).map(({ resources }) => resources.join());
  expect(new Set(keys).size).toBe(keys.length);
  const yaml = accessYaml([{ app: "shop", environment: "staging", namespaces: ["shop"] }], kinds);
  expect(yaml).toContain("  # one deploy at a time\n  - apiGroups:");
});

test("records and lease are kept in the first namespace alone", () => {
  const objects = accessObjects({ app: "shop", environment: "staging" }, ["shop", "shop-jobs"], [deployment]);
  const roles = objects.filter(({ kind }) => kind === "Role");
  expect(roles.map((role) => [textAt(role, "metadata", "namespace"), JSON.stringify(role).includes("leases")])).toEqual(
    [
      ["shop", true],
      ["shop-jobs", false],
    ],
  );
});

test("whoever only looks may get by name what is compared, and no Secret", () => {
  const kinds = [deployment, ...["Secret", "ConfigMap", "Service"].map((kind) => ({ apiVersion: "v1", kind }))];
  const rules = readingRules([...kinds, { apiVersion: "batch/v1", kind: "Job" }]);
  expect(rules.flatMap(({ resources }) => resources)).toEqual(["configmaps", "services", "deployments"]);
  expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get"]));
});

test("an environment at which somebody looks has an account for that beside the deployer's, with reasons of its own", () => {
  const place = { app: "shop", environment: "production", namespaces: ["shop"] };
  expect(accessYaml([place], [deployment])).not.toContain("ci-reader");
  const yaml = accessYaml([{ ...place, watched: true }], [deployment]);
  expect(yaml.match(/^kind: .*$/gm)).toEqual(
    ["ServiceAccount", "Role", "RoleBinding", "ServiceAccount", "Role", "RoleBinding"].map((kind) => `kind: ${kind}`),
  );
  expect(yaml).toContain("  # Deployment: compared with its record\n");
});
