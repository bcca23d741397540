import { expect, test } from "vitest";
import { manualClock } from "../clock.ts";
import { isStatusError } from "../status/status-error.ts";
import { objectStore } from "../store/object-store.ts";
import { serveDefinitions } from "./serve.ts";

const schema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      required: ["height"],
      properties: {
        height: { type: "integer", minimum: 1 },
        colour: { type: "string", enum: ["red", "blue"], default: "red" },
        parts: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
          items: { type: "object", properties: { name: { type: "string" }, size: { type: "integer" } } },
        },
      },
    },
  },
};

function served() {
  const store = objectStore({ clock: manualClock() });
  serveDefinitions(store);
  store.create("namespaces", { metadata: { name: "shop" } });
  store.create("customresourcedefinitions.apiextensions.k8s.io", {
    metadata: { name: "tides.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "tides", kind: "Tide" },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  });
  return store;
}

const tide = (spec: object) => ({
  apiVersion: "example.com/v1",
  kind: "Tide",
  metadata: { name: "t", namespace: "shop" },
  spec: { ...spec },
});

test("a definition is established, and serves its kind with defaults and without unknown fields", () => {
  const store = served();
  const definition = store.get("customresourcedefinitions.apiextensions.k8s.io", "", "tides.example.com");
  expect(definition).toMatchObject({ status: { conditions: [{ type: "NamesAccepted" }, { type: "Established" }] } });
  expect(store.create("tides.example.com", tide({ height: 2, depth: 1 }))["spec"]).toEqual({
    height: 2,
    colour: "red",
  });
});

test.each([
  [{ height: 0 }, "spec.height: Invalid value: 0: spec.height in body should be greater than or equal to 1"],
  [{ height: "x" }, 'spec.height: Invalid value: "string": spec.height in body must be of type integer: "string"'],
  [{}, "spec.height: Required value"],
  [{ height: 1, colour: "green" }, 'spec.colour: Unsupported value: "green": supported values: "red", "blue"'],
])("%j is refused", (spec, message) => {
  const store = served();
  try {
    store.create("tides.example.com", tide(spec));
    expect.unreachable();
  } catch (error) {
    expect(isStatusError(error, "Invalid") && error.message).toBe(`Tide.example.com "t" is invalid: ${message}`);
  }
});

test("server-side apply merges its lists by the keys of the schema", () => {
  const store = served();
  store.apply("tides.example.com", tide({ height: 1, parts: [{ name: "a", size: 1 }] }), { manager: "one" });
  const { object } = store.apply("tides.example.com", tide({ height: 1, parts: [{ name: "b" }] }), { manager: "two" });
  expect(object).toMatchObject({ spec: { parts: [{ name: "a", size: 1 }, { name: "b" }] } });
});

test("the kind goes with its definition", () => {
  const store = served();
  store.create("tides.example.com", tide({ height: 1 }));
  store.delete("customresourcedefinitions.apiextensions.k8s.io", "", "tides.example.com");
  expect(store.types.ofKind("example.com/v1", "Tide")).toBeUndefined();
  expect(store.list("tides.example.com")).toEqual([]);
});
