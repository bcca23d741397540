import { expect, test } from "vitest";
import { numberAt } from "../json/json.ts";
import type { KubeObject } from "../kube/object.ts";
import { autoscalerOf, autoscalersIn, handOver } from "./replicas.ts";

const names = { main: "tidegate:shop:staging", seat: "tidegate:shop:staging:replicas" };
const deployment = (replicas?: number): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "api", namespace: "shop" },
  spec: { ...(replicas === undefined ? {} : { replicas }), paused: false },
});
const owner = (manager: string, subresource?: string) => ({
  manager,
  ...(subresource === undefined ? {} : { subresource }),
  fieldsV1: { "f:spec": { "f:replicas": {} } },
});
const live = (replicas: number, ...owners: readonly ReturnType<typeof owner>[]): KubeObject => {
  const object = deployment(replicas);
  return { ...object, metadata: { ...object.metadata, managedFields: owners } };
};
const hpa: KubeObject = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "api", namespace: "shop" },
  spec: { minReplicas: 2, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" } },
};
const scaler = { name: "api", min: 2, targetKey: "apps/Deployment/shop/api" };

const told = (steps: ReturnType<typeof handOver>) =>
  steps.map(({ as, object }) => `${as} ${numberAt(object, "spec", "replicas") ?? "-"}`);

test("an autoscaler is matched to its workload in its own namespace", () => {
  expect(autoscalerOf(deployment(), autoscalersIn([hpa]))).toEqual(scaler);
  expect(
    autoscalerOf({ ...deployment(), metadata: { name: "api", namespace: "other" } }, autoscalersIn([hpa])),
  ).toBeUndefined();
});

test.each([
  [
    "first deploy: made with the autoscaler's least, never with the default of 1",
    undefined,
    undefined,
    ["main 2", "seat 2", "main -"],
  ],
  ["first deploy: more than the least, where the manifest says so", undefined, 4, ["main 4", "seat 4", "main -"]],
  ["autoscaler added: the live count is held before we let go", live(3, owner(names.main)), 3, ["seat 3", "main -"]],
  ["never scaled yet: the seat goes on holding", live(3, owner(names.seat)), undefined, ["main -"]],
  [
    "scaled: the seat is left",
    live(7, owner(names.seat), owner("kube-controller-manager", "scale")),
    undefined,
    ["main -", "leave -"],
  ],
  ["scaled, and nobody of ours holds it", live(7, owner("kube-controller-manager", "scale")), 3, ["main -"]],
  ["taken over from kubectl", live(5, owner("kubectl-client-side-apply")), 3, ["seat 5", "main -"]],
])("%s", (_, object, replicas, steps) => {
  expect(told(handOver(deployment(replicas), object, scaler, names))).toEqual(steps);
});

test("at no step does the sum of what our managers hold go below the live count", () => {
  for (const start of [live(3, owner(names.main)), live(3, owner(names.seat)), live(5, owner("kubectl"))]) {
    const count = numberAt(start, "spec", "replicas");
    const first = handOver(deployment(1), start, scaler, names)[0];
    expect(first?.as === "seat" ? numberAt(first.object, "spec", "replicas") : count).toBe(count);
  }
});
