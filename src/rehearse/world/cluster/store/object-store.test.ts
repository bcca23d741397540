import { describe, expect, test } from "vitest";
import { manualClock } from "../clock.ts";
import { isStatusError, type StatusError } from "../status/status-error.ts";
import { objectStore } from "./object-store.ts";
import type { Store, StoreEvent } from "./store.ts";

function freshStore(kept = 1000): Store {
  let serial = 0;
  const store = objectStore({ clock: manualClock(), uid: () => `uid-${++serial}`, kept });
  store.create("namespaces", { metadata: { name: "shop" } });
  return store;
}

const configMap = (name: string, data: Record<string, string> = {}) => ({
  metadata: { name, namespace: "shop" },
  data,
});

function refusal(act: () => unknown): StatusError {
  try {
    act();
  } catch (error) {
    if (isStatusError(error)) return error;
    throw error;
  }
  throw new Error("expected a refusal, but it was accepted");
}

describe("creating", () => {
  test("gives identity, time, version and kind", () => {
    const made = freshStore().create("configmaps", configMap("settings"));
    expect(made).toMatchObject({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", uid: "uid-2", creationTimestamp: "2026-01-01T00:00:00Z", resourceVersion: "102" },
    });
  });

  test("makes a name from generateName", () => {
    const made = freshStore().create("configmaps", { metadata: { generateName: "run-", namespace: "shop" } });
    expect(made.metadata.name).toMatch(/^run-[a-z0-9]{5}$/);
  });

  test.each([
    [
      "the same name again",
      (store: Store) => {
        store.create("configmaps", configMap("a"));
        store.create("configmaps", configMap("a"));
      },
      [409, 'configmaps "a" already exists'],
    ],
    [
      "a namespace that is not there",
      (store: Store) => store.create("configmaps", { metadata: { name: "a", namespace: "nowhere" } }),
      [404, 'namespaces "nowhere" not found'],
    ],
    [
      "a name that is none",
      (store: Store) => store.create("configmaps", configMap("No Good")),
      [
        422,
        /^ConfigMap "No Good" is invalid: metadata\.name: Invalid value: "No Good": a lowercase RFC 1123 subdomain/,
      ],
    ],
    [
      "no name",
      (store: Store) => store.create("configmaps", configMap("")),
      [422, 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required'],
    ],
    [
      "a namespace that is being deleted",
      (store: Store) => {
        store.delete("namespaces", "", "shop");
        store.create("configmaps", configMap("a"));
      },
      [
        403,
        'configmaps "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
      ],
    ],
  ] as const)("refuses %s", (_what, act, [code, message]) => {
    const error = refusal(() => act(freshStore()));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});

describe("updating", () => {
  test("refuses a stale version, and takes the present one", () => {
    const store = freshStore();
    const first = store.create("configmaps", configMap("a", { x: "1" }));
    const second = store.update("configmaps", { ...first, data: { x: "2" } });
    expect(refusal(() => store.update("configmaps", { ...first, data: { x: "3" } })).message).toBe(
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
    expect(second.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
  });

  test("that changes nothing is no write", () => {
    const store = freshStore();
    const first = store.create("configmaps", configMap("a", { x: "1" }));
    expect(store.update("configmaps", { ...first }).metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });
});

describe("deleting", () => {
  test("waits for finalizers", () => {
    const store = freshStore();
    store.create("configmaps", { metadata: { name: "a", namespace: "shop", finalizers: ["example.com/hold"] } });
    expect(store.delete("configmaps", "shop", "a").gone).toBe(false);
    store.modify("configmaps", "shop", "a", (o) => ({ ...o, metadata: { ...o.metadata, finalizers: [] } }));
    expect(store.get("configmaps", "shop", "a")).toBeUndefined();
  });

  test("honours a uid precondition", () => {
    const store = freshStore();
    store.create("configmaps", configMap("a"));
    expect(refusal(() => store.delete("configmaps", "shop", "a", { uid: "other" })).code).toBe(409);
  });

  test("a namespace stays until its own finalizer is gone", () => {
    const store = freshStore();
    store.delete("namespaces", "", "shop");
    expect(store.get("namespaces", "", "shop")).toMatchObject({ status: { phase: "Terminating" } });
    store.modify("namespaces", "", "shop", (o) => ({ ...o, spec: { finalizers: [] } }), { subresource: "finalize" });
    expect(store.get("namespaces", "", "shop")).toBeUndefined();
  });
});

describe("history", () => {
  test("tells writes made by a listener after the write that caused them, to everyone", () => {
    const store = freshStore();
    const seen: string[] = [];
    store.subscribe("configmaps", (event) => {
      if (event.object.metadata.name === "a") store.create("configmaps", configMap("b"));
    });
    store.subscribe("*", (event: StoreEvent) => seen.push(`${event.action} ${event.object.metadata.name}`));
    store.create("configmaps", configMap("a"));
    expect(seen).toEqual(["ADDED a", "ADDED b"]);
  });

  test("lists a past version as it was", () => {
    const store = freshStore();
    store.create("configmaps", configMap("a", { x: "1" }));
    store.create("configmaps", configMap("b"));
    const then = store.resourceVersion();
    store.delete("configmaps", "shop", "b");
    store.create("configmaps", configMap("c"));
    store.modify("configmaps", "shop", "a", (o) => ({ ...o, data: { x: "2" } }));
    expect(store.listAt("configmaps", then)?.map((o) => [o.metadata.name, o["data"]])).toEqual([
      ["a", { x: "1" }],
      ["b", undefined],
    ]);
    expect(store.since("configmaps", then)?.map((e) => e.action)).toEqual(["DELETED", "ADDED", "MODIFIED"]);
  });

  test("forgets when compacted, and when it grows past what is kept", () => {
    const store = freshStore(3);
    const then = store.resourceVersion();
    store.create("configmaps", configMap("a"));
    expect(store.since("configmaps", then)).toHaveLength(1);
    for (let i = 0; i < 10; i++) store.create("configmaps", configMap(`more-${i}`));
    expect(store.since("configmaps", then)).toBeUndefined();
    store.compact();
    expect(store.since("configmaps", store.resourceVersion() - 1)).toBeUndefined();
    expect(store.since("configmaps", store.resourceVersion())).toEqual([]);
  });
});
