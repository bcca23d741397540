import { expect, test } from "vitest";
import type { KubeObject } from "../kube/object.ts";
import { podIndex } from "./pod-index.ts";

const pod = (name: string, labels: Record<string, string>, namespace = "shop"): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace, labels },
});
const workload = (matchLabels: Record<string, string>, namespace = "shop"): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace },
  spec: { selector: { matchLabels } },
});
const index = podIndex([
  pod("web-1", { app: "shop", name: "web" }),
  pod("web-2", { app: "shop", name: "web" }),
  pod("api-1", { app: "shop", name: "api" }),
  pod("web-3", { app: "shop", name: "web" }, "other"),
]);
const near = (of: KubeObject) => index.near(of).map(({ metadata }) => metadata.name);

test.each([
  ["the label that fewest pods have decides", workload({ app: "shop", name: "api" }), ["api-1"]],
  ["in its own namespace", workload({ name: "web" }, "other"), ["web-3"]],
  ["none has it", workload({ app: "shop", name: "db" }), []],
  ["no labels to go by (matchExpressions alone): all of the namespace", workload({}), ["web-1", "web-2", "api-1"]],
  ["a namespace without pods", workload({ name: "web" }, "empty"), []],
])("%s", (_, of, names) => {
  expect(near(of)).toEqual(names);
});
