import { expect, test } from "vitest";
import { at } from "../../json/path.ts";
import { conditions, deployment, namespace, stage } from "../testing/stage.ts";
import { decide } from "./autoscaler.ts";

const scaler = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "web", namespace },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } }],
  },
};

test.each([
  ["below the minimum", 1, undefined, 2],
  ["above the maximum", 9, undefined, 6],
  ["no metric: as it is", 3, undefined, 3],
  ["twice the target", 2, 100, 4],
  ["within tolerance", 3, 54, 3],
  ["idle: not below the minimum", 4, 1, 2],
  ["very busy: not above the maximum", 4, 500, 6],
  ["zero replicas: switched off", 0, 500, 0],
])("%s", (_name, current, measured, expected) => {
  expect(decide(scaler, current, measured).replicas).toBe(expected);
});

test("replicas become its own field, and it looks again every 15 s", () => {
  let busy: number | undefined = 50;
  const here = stage(undefined, { utilisation: () => busy });
  here.store.create("deployments.apps", deployment("web", { replicas: 2 }), { manager: "tidegate" });
  here.store.create("horizontalpodautoscalers.autoscaling", scaler);
  here.settle();
  expect(conditions(here.get("horizontalpodautoscalers.autoscaling", "web"))).toContain(
    "ScalingActive True ValidMetricFound",
  );
  busy = 100;
  here.clock.advance(15_000);
  const web = here.get("deployments.apps", "web");
  expect(at(web, "spec", "replicas")).toBe(4);
  expect(web.metadata.managedFields?.map((entry) => `${entry.manager} ${entry.subresource ?? ""}`)).toContain(
    "kube-controller-manager scale",
  );
});
