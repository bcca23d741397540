import { describe, expect, test } from "vitest";
import { at } from "../json/path.ts";
import type { Json, JsonObject } from "../json/value.ts";
import { shapeOfKind } from "../schema/schemas.ts";
import { isStatusError } from "../status/status-error.ts";
import { apply, type Outcome } from "./apply.ts";
import { pathsOf, printPath } from "./field-set.ts";
import { ApplyTypeError } from "./type-error.ts";

const base = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } };
const shape = shapeOfKind("apps/v1/Deployment");
const start: Outcome = { object: { ...base, metadata: {} }, owners: [] };

/** Applies under a manager to what came out before. */
function by(
  manager: string,
  spec: JsonObject,
  options: { readonly force?: boolean; readonly metadata?: JsonObject } = {},
) {
  return (before: Outcome): Outcome =>
    apply({
      shape,
      live: before.object,
      owners: before.owners,
      configuration: { ...base, metadata: { ...base.metadata, ...options.metadata }, spec },
      applier: { manager, operation: "Apply", apiVersion: "apps/v1", subresource: "" },
      time: "2026-01-01T00:00:00Z",
      force: options.force ?? false,
    });
}

const once = (...steps: readonly ((before: Outcome) => Outcome)[]) => steps.reduce((state, step) => step(state), start);
const owned = (outcome: Outcome, manager: string) =>
  outcome.owners.filter((owner) => owner.manager === manager).flatMap((owner) => pathsOf(owner.fields).map(printPath));
const containers = (...items: readonly Json[]): JsonObject => ({ template: { spec: { containers: items } } });
const inPod = (outcome: Outcome, key: string) => at(outcome.object, "spec", "template", "spec", key);

describe("what an applier owns", () => {
  test("are the fields it states: leaves, keys of maps, items of lists, and whole atomic values", () => {
    const outcome = once(
      by("ci", {
        replicas: 2,
        selector: { matchLabels: { app: "web" } },
        ...containers({ name: "web", args: ["a"], ports: [{ containerPort: 80 }], resources: {} }),
      }),
    );
    expect(owned(outcome, "ci")).toEqual([
      ".spec.replicas",
      ".spec.selector",
      '.spec.template.spec.containers[name="web"]',
      '.spec.template.spec.containers[name="web"].name',
      '.spec.template.spec.containers[name="web"].args',
      '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"]',
      '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].containerPort',
      '.spec.template.spec.containers[name="web"].resources',
    ]);
  });

  test("is shared when another applies the same value, and goes only with the last", () => {
    const shared = once(by("ci", { replicas: 2, paused: true }), by("ops", { replicas: 2 }));
    const left = by("ci", { paused: true })(shared);
    expect(at(left.object, "spec", "replicas")).toBe(2);
    expect(at(by("ops", {})(left).object, "spec", "replicas")).toBeUndefined();
  });
});

describe("what is no longer stated", () => {
  test("goes, with the struct that it leaves empty", () => {
    const outcome = once(
      by("ci", { replicas: 1, strategy: { rollingUpdate: { maxSurge: 1 } } }),
      by("ci", { replicas: 1 }),
    );
    expect(outcome.object["spec"]).toEqual({ replicas: 1 });
  });

  test("takes an item of a list with it, but not the item another has", () => {
    const outcome = once(
      by("ci", containers({ name: "web", image: "w:1" }, { name: "log", image: "l:1" })),
      by("mesh", containers({ name: "proxy", image: "p:1" })),
      by("ci", containers({ name: "web", image: "w:1" })),
    );
    expect(inPod(outcome, "containers")).toEqual([
      { name: "web", image: "w:1" },
      { name: "proxy", image: "p:1" },
    ]);
  });

  test("stays where the applier never owned it", () => {
    const live: Outcome = { ...start, object: { ...start.object, spec: { paused: true } } };
    expect(by("ci", {})(by("ci", { replicas: 1 })(live)).object["spec"]).toEqual({ paused: true });
  });

  test("of a label leaves the other labels", () => {
    const outcome = once(
      by("ci", {}, { metadata: { labels: { a: "1", b: "2" } } }),
      by("ci", {}, { metadata: { labels: { a: "1" } } }),
    );
    expect(at(outcome.object, "metadata", "labels")).toEqual({ a: "1" });
  });
});

describe("conflicts", () => {
  const message = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      if (isStatusError(error, "Conflict")) return error.message;
      throw error;
    }
    throw new Error("expected a conflict, but it was applied");
  };

  test.each([
    [
      "one field",
      () => once(by("ci", { replicas: 1 }), by("ops", { replicas: 2 })),
      'Apply failed with 1 conflict: conflict with "ci": .spec.replicas',
    ],
    [
      "fields of two managers, by manager",
      () => once(by("b", { replicas: 1 }), by("a", { paused: true }), by("c", { replicas: 2, paused: false })),
      'Apply failed with 2 conflicts: conflicts with "a":\n- .spec.paused\nconflicts with "b":\n- .spec.replicas',
    ],
    [
      "an atomic list, as a whole",
      () => once(by("ci", containers({ name: "web", args: ["a"] })), by("x", containers({ name: "web", args: ["b"] }))),
      'Apply failed with 1 conflict: conflict with "ci": .spec.template.spec.containers[name="web"].args',
    ],
  ])("name %s", (_what, act, expected) => {
    expect(message(act)).toBe(expected);
  });

  test("are overcome by force, and the former owner loses the field", () => {
    const outcome = once(by("ci", { replicas: 1, paused: true }), by("ops", { replicas: 2 }, { force: true }));
    expect(at(outcome.object, "spec", "replicas")).toBe(2);
    expect(owned(outcome, "ci")).toEqual([".spec.paused"]);
  });
});

describe("lists with keys", () => {
  test("keep what only the live list has in its place, and follow the configuration in the rest", () => {
    const live = once(
      by("other", containers({ name: "a" }, { name: "x" }, { name: "b" })),
      by("ci", containers({ name: "b" }, { name: "c" }, { name: "a" })),
    );
    const names = inPod(live, "containers");
    expect(Array.isArray(names) && names.map((one) => at(one, "name"))).toEqual(["x", "b", "c", "a"]);
  });

  test.each([
    [
      "an item twice",
      containers({ name: "a", env: [{ name: "K" }, { name: "K" }] }),
      /env: duplicate entries for key \[name="K"\]$/,
    ],
    [
      "something that is no item",
      containers("a"),
      /element 0: associative list with keys may not have non-map elements$/,
    ],
    ["a field nobody knows", { repliccas: 1 }, /^\.spec\.repliccas: field not declared in schema$/],
  ])("refuse %s", (_what, spec, expected) => {
    expect(() => once(by("ci", spec))).toThrow(ApplyTypeError);
    expect(() => once(by("ci", spec))).toThrow(expected);
  });
});
