import { expect, test } from "vitest";
import type { JsonObject } from "../../json/value.ts";
import { misfit } from "./fit.ts";
import { quantity } from "./quantity.ts";

const node = (spec: JsonObject = {}) => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "n", labels: { disk: "fast" } },
  spec,
  status: { allocatable: { cpu: "2", memory: "1Gi", pods: "3" } },
});
const pod = (spec: JsonObject = {}, requests: JsonObject = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p" },
  spec: { containers: [{ name: "main", resources: { requests } }], ...spec },
});
const taint = { taints: [{ key: "only", value: "builds", effect: "NoSchedule" }] };
const affinity = (operator: string, values: readonly string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator, values }] }],
      },
    },
  },
});
const selector = "node(s) didn't match Pod's node affinity/selector";

test.each([
  ["nothing asked", pod(), node(), 0, undefined],
  ["another label wanted", pod({ nodeSelector: { disk: "slow" } }), node(), 0, selector],
  ["its label wanted", pod({ nodeSelector: { disk: "fast" } }), node(), 0, undefined],
  ["affinity that fits", pod(affinity("In", ["fast"])), node(), 0, undefined],
  ["affinity that does not", pod(affinity("NotIn", ["fast"])), node(), 0, selector],
  ["a taint", pod(), node(taint), 0, "node(s) had untolerated taint(s)"],
  ["a taint tolerated", pod({ tolerations: [{ key: "only", operator: "Exists" }] }), node(taint), 0, undefined],
  ["a taint tolerated by value", pod({ tolerations: [{ key: "only", value: "builds" }] }), node(taint), 0, undefined],
  ["cordoned", pod(), node({ unschedulable: true }), 0, "node(s) were unschedulable"],
  ["too much cpu", pod({}, { cpu: "2500m" }), node(), 0, "Insufficient cpu"],
  ["too much memory", pod({}, { memory: "2Gi" }), node(), 0, "Insufficient memory"],
  ["what the others left", pod({}, { cpu: "1" }), node(), 1, "Insufficient cpu"],
  ["full", pod(), node(), 3, "Too many pods"],
])("%s", (_name, what, where, others, expected) => {
  const busy = Array.from({ length: others }, () => pod({}, { cpu: "1500m" }));
  expect(misfit(what, where, busy)).toBe(expected);
});

test.each([
  ["100m", 0.1],
  ["2", 2],
  ["1Gi", 1073741824],
  ["128M", 128e6],
  ["1e3", 1000],
  [3, 3],
  ["much", Number.NaN],
])("the quantity %s is %s", (text, expected) => {
  expect(quantity(text)).toBe(expected);
});
