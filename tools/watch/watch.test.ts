import { expect, test } from "vitest";
import { stuck } from "./pending.ts";
import { touched } from "./touched.ts";

const recorded = {
  spec: { replicas: 2, template: { spec: { containers: [{ name: "web", image: "web@sha256:a" }] } } },
};
const owner = (manager: string, fieldsV1: object, subresource?: string) => ({
  metadata: {
    managedFields: [JSON.parse(JSON.stringify({ manager, fieldsV1, ...(subresource ? { subresource } : {}) }))],
  },
});
const image = {
  "f:spec": { "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:image": {} } } } } },
};

test.each([
  [
    "a scaled Deployment",
    owner("kubectl-scale", { "f:spec": { "f:replicas": {} } }),
    ["spec.replicas is kubectl-scale's now"],
  ],
  ["an image by hand", owner("kubectl-set", image), ["spec.template.spec.containers[web].image is kubectl-set's now"]],
  ["our own fields", owner("tidegate:shop:staging", image), []],
  ["our hold on replicas", owner("tidegate:shop:staging:replicas", { "f:spec": { "f:replicas": {} } }), []],
  ["a field that the record does not set", owner("hpa", { "f:spec": { "f:paused": {} } }), []],
  ["what a controller says of the state", owner("kubelet", { "f:spec": { "f:replicas": {} } }, "status"), []],
])("%s", (_, live, found) => {
  expect(touched(recorded, live, "tidegate:shop:staging")).toEqual(found);
});

test("a release that is pending for longer than a quarter of an hour is named with what to type", () => {
  const entry = {
    order: 1,
    kind: "deploy" as const,
    made: "",
    holder: "acme/shop/1/1",
    actor: "dana",
    bundle: "b",
    chunks: 1,
  };
  const head = {
    schema: 1 as const,
    app: "shop",
    environment: "staging",
    order: 2,
    entries: [
      { ...entry, id: "1-1", status: "pending" as const, since: "2026-11-21T10:00:00Z" },
      { ...entry, id: "2-1", status: "pending" as const, since: "2026-11-21T10:10:00Z" },
      { ...entry, id: "3-1", status: "live" as const, since: "2026-11-20T10:00:00Z" },
    ],
    notes: [],
  };
  expect(stuck(head, new Date("2026-11-21T10:20:00Z"))).toEqual([
    "release 1-1 of acme/shop/1/1 has been pending since 2026-11-21T10:00:00Z: tidegate release resume 1-1",
  ]);
});
