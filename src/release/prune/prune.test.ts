import { expect, test } from "vitest";
import type { KubeObject, Ref } from "../kube/object.ts";
import { capProblem, decidePrune, expiredConfigs, pruneCandidates } from "./prune.ts";

const ref = (kind: string, name: string, namespace: string | undefined = "shop"): Ref => ({
  apiVersion: kind === "Deployment" ? "apps/v1" : "v1",
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});
const live = (labels: Record<string, string>): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "x", uid: "u-1", labels },
});
const ours = { "tidegate.github.io/app": "shop", "tidegate.github.io/environment": "staging" };
const identity = { app: "shop", environment: "staging" };

test("what an earlier release had and this one has not; each once, whatever its version", () => {
  const earlier = [
    [ref("Deployment", "web"), ref("Service", "old")],
    [ref("Service", "old"), ref("ConfigMap", "conf")],
  ];
  const wanted: readonly Ref[] = [{ ...ref("Deployment", "web"), apiVersion: "apps/v1beta1" }];
  expect(pruneCandidates(wanted, earlier).map(({ name }) => name)).toEqual(["old", "conf"]);
});

test("hash-named ConfigMaps and Secrets stay as long as a kept release has them", () => {
  const hashed = ref("ConfigMap", "conf-4h2mbtbbt6");
  expect(pruneCandidates([], [[hashed, ref("ConfigMap", "conf")]]).map(({ name }) => name)).toEqual(["conf"]);
  expect(expiredConfigs([[hashed, ref("Service", "web")]], [])).toEqual([hashed]);
  expect(expiredConfigs([[hashed]], [[hashed]])).toEqual([]);
});

test.each([
  ["ours", ref("Service", "x"), live(ours), true],
  ["only one of the labels", ref("Service", "x"), live({ "tidegate.github.io/app": "shop" }), false],
  [
    "another environment's",
    ref("Service", "x"),
    live({ ...ours, "tidegate.github.io/environment": "production" }),
    false,
  ],
  ["another app's", ref("Service", "x"), live({ ...ours, "tidegate.github.io/app": "blog" }), false],
  ["a claim, with its data", ref("PersistentVolumeClaim", "x"), live(ours), false],
  ["a namespace", ref("Namespace", "x", ""), live(ours), false],
  ["a definition, with all its resources", ref("CustomResourceDefinition", "x", ""), live(ours), false],
  ["something cluster-scoped", { apiVersion: "v1", kind: "Whatever", name: "x" }, live(ours), false],
])("%s", (_, what, object, pruned) => {
  expect(decidePrune(what, object, identity).prune).toBe(pruned);
});

test("a wrong overlay stops at the cap", () => {
  expect(capProblem(10, 10)).toBeUndefined();
  expect(capProblem(11, 10)).toContain("would delete 11 objects");
});
