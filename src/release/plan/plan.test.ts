import { expect, test } from "vitest";
import type { KubeObject } from "../kube/object.ts";
import { adoption } from "./adopt.ts";
import { blockOf } from "./block.ts";
import { decideConflicts } from "./conflict.ts";
import { changesBetween } from "./diff.ts";

const object = (spec: KubeObject["spec"], more: object = {}): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", ...more },
  spec,
});
const container = (name: string, image: string) => ({ name, image });

test("a diff names the place, by name where things have names", () => {
  const before = object({ template: { containers: [container("web", "a"), container("log", "x")] } });
  const after = object({
    template: { containers: [container("new", "n"), container("web", "b"), container("log", "x")] },
  });
  expect(changesBetween(before, after)).toEqual([
    { path: "spec.template.containers[web].image", before: "a", after: "b" },
    { path: "spec.template.containers[new]", after: '{"name":"new","image":"n"}' },
  ]);
});

test("what changes at every write, and our own marks, are no change", () => {
  const before = object(
    {},
    { resourceVersion: "1", generation: 1, annotations: { "tidegate.github.io/release": "1-1" } },
  );
  const after = object(
    {},
    { resourceVersion: "2", generation: 2, annotations: { "tidegate.github.io/release": "2-1" }, managedFields: [{}] },
  );
  expect(changesBetween(before, after)).toEqual([]);
});

test("of a Secret only keys are told, never a value, neither old nor new", () => {
  const secret = (data: Record<string, string>): KubeObject => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s" },
    data,
  });
  const changes = changesBetween(
    secret({ a: "b2xk", same: "eA==" }),
    secret({ a: "bmV3", same: "eA==", added: "bW9yZQ==" }),
  );
  expect(changes.map(({ path }) => path)).toEqual(["data.a", "data.added"]);
  expect(JSON.stringify(changes)).not.toMatch(/b2xk|bmV3|bW9yZQ/);
});

const ours = "tidegate:shop:staging";
const leave = { ours, takeOver: [], rollback: false, scalerLeft: false };
const conflict = (manager: string, field = ".spec.replicas") => [{ manager, field }];
const managed = object({}, { managedFields: [{ manager: ours }] });
const foreign = object({}, { managedFields: [{ manager: "kubectl-client-side-apply", operation: "Update" }] });

test.each([
  ["an unknown manager stops the deploy", conflict("argocd"), managed, leave, false],
  ["unless it is named", conflict("argocd"), managed, { ...leave, takeOver: ["argocd"] }, true],
  ["kubectl's fields are taken over once, at adoption", conflict("kubectl-client-side-apply"), foreign, leave, true],
  ["but not when a person edited what is ours", conflict("kubectl-edit"), managed, leave, false],
  ["a rollback takes every field back", conflict("kubectl-edit"), managed, { ...leave, rollback: true }, true],
  [
    "another app's fields are not taken even then",
    conflict("tidegate:blog:staging"),
    managed,
    { ...leave, rollback: true },
    false,
  ],
  [
    "an autoscaler that goes leaves its count",
    conflict("kube-controller-manager"),
    managed,
    { ...leave, scalerLeft: true },
    true,
  ],
])("conflict: %s", (_, conflicts, live, given, taken) => {
  expect(decideConflicts(conflicts, live, given).refused.length === 0).toBe(taken);
});

test("adoption renames kubectl's entry, so that what the bundle drops is removed", () => {
  const live = object(
    {},
    {
      resourceVersion: "5",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
      managedFields: [
        { manager: "kubectl-client-side-apply", operation: "Update", fieldsV1: { "f:spec": {} } },
        { manager: "kube-controller-manager", operation: "Update" },
      ],
    },
  );
  expect(adoption(live, ours)).toEqual([
    { op: "test", path: "/metadata/resourceVersion", value: "5" },
    {
      op: "replace",
      path: "/metadata/managedFields",
      value: [
        { manager: ours, operation: "Apply", fieldsV1: { "f:spec": {} } },
        { manager: "kube-controller-manager", operation: "Update" },
      ],
    },
    { op: "remove", path: "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration" },
  ]);
  expect(adoption(managed, ours)).toBeUndefined();
});

const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };
const failure = (code: number, reason: string, message: string) => ({ code, reason, message, causes: [] });

test.each([
  [
    failure(422, "Invalid", 'Deployment.apps "web" is invalid: spec.selector: Invalid value: …: field is immutable'),
    "immutable",
  ],
  [failure(422, "Invalid", "updates to statefulset spec for fields other than 'replicas' … are forbidden"), "invalid"],
  [failure(422, "Invalid", "spec: Forbidden: updates to statefulset spec for fields other than …"), "immutable"],
  [failure(403, "Forbidden", 'deployments.apps is forbidden: User "x" cannot patch resource'), "forbidden"],
  [failure(400, "BadRequest", 'admission webhook "policy.example" denied the request: no latest'), "denied"],
  [failure(404, "NotFound", 'namespaces "shop" not found'), "namespace"],
])("%o is told as %s", (given, code) => {
  expect(blockOf(ref, given).code).toBe(code);
});

test("a webhook that does not answer is no verdict on the manifest", () => {
  expect(() =>
    blockOf(ref, failure(500, "InternalError", 'failed calling webhook "policy.example": connection refused')),
  ).toThrow("failed calling webhook");
});
