import { expect, test } from "vitest";
import { at } from "../../json/path.ts";
import type { JsonObject } from "../../json/value.ts";
import { conditions, deployment, namespace, stage } from "../testing/stage.ts";

const quota = (hard: JsonObject): JsonObject => ({ metadata: { name: "small", namespace }, spec: { hard } });

test("pods beyond a quota: the set and the Deployment say why, and go on once there is room", () => {
  const here = stage();
  here.store.create("resourcequotas", quota({ pods: "1" }));
  here.store.create("deployments.apps", deployment("web"));
  here.settle();
  expect(here.pods()).toHaveLength(1);
  expect(conditions(here.get("deployments.apps", "web"))).toContain("ReplicaFailure True FailedCreate");
  expect(at(here.get("resourcequotas", "small"), "status", "used")).toEqual({ pods: "1" });
  here.store.modify("resourcequotas", namespace, "small", (current) => ({ ...current, spec: { hard: { pods: "5" } } }));
  here.clock.advance(2000);
  expect(here.pods()).toHaveLength(2);
  expect(conditions(here.get("deployments.apps", "web"))).not.toContain("ReplicaFailure True FailedCreate");
});

test("each limit that is passed is named with what was asked, used and allowed", () => {
  const here = stage();
  here.store.create("resourcequotas", quota({ "requests.memory": "1Gi", "limits.cpu": "1" }));
  const pod = (name: string): JsonObject => ({
    metadata: { name, namespace },
    spec: {
      containers: [{ name: "main", image: "x", resources: { requests: { memory: "768Mi" }, limits: { cpu: "800m" } } }],
    },
  });
  here.store.create("pods", pod("one"));
  expect(() => here.store.create("pods", pod("two"))).toThrow(
    'pods "two" is forbidden: exceeded quota: small, requested: requests.memory=768Mi,limits.cpu=800m, used: requests.memory=768Mi,limits.cpu=800m, limited: requests.memory=1Gi,limits.cpu=1',
  );
});

test("a pod that does not say what a quota counts is refused", () => {
  const here = stage();
  here.store.create("resourcequotas", quota({ "requests.cpu": "1" }));
  expect(() =>
    here.store.create("pods", {
      metadata: { name: "p", namespace },
      spec: { containers: [{ name: "main", image: "x" }] },
    }),
  ).toThrow("failed quota: small: must specify requests.cpu for: main");
});
