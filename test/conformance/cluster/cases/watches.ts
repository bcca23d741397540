import { expect } from "vitest";
import { ok } from "../kit/bench.ts";
import { cases } from "../kit/case.ts";
import { at, text } from "../kit/json.ts";
import { configMap } from "../kit/objects.ts";
import { names, watchUntil } from "../kit/watch.ts";
import { definition, established } from "./custom-resources.ts";

export const watches = cases({
  "a watch tells of each change after its resourceVersion, in order": async ({ api, create, path }) => {
    await create("configmaps", configMap("before"));
    const version = text(ok(await api.get(path("configmaps")), 200), "metadata", "resourceVersion");
    const events = await watchUntil(
      api,
      path("configmaps"),
      { resourceVersion: version },
      (seen) => seen.length === 3,
      async () => {
        await create("configmaps", configMap("a"));
        ok(await api.patch(path("configmaps", "a"), "merge", { data: { k: "v" } }), 200);
        ok(await api.delete(path("configmaps", "a")), 200);
      },
    );
    expect(names(events)).toEqual(["ADDED a", "MODIFIED a", "DELETED a"]);
    expect(at(events[2]?.object, "data", "k")).toBe("v");
  },
  "a watch resumed from an event's resourceVersion misses nothing and repeats nothing": async (b) => {
    const made = await b.create("configmaps", configMap("a"));
    await b.create("configmaps", configMap("b"));
    await b.create("configmaps", configMap("c"));
    const resourceVersion = text(made, "metadata", "resourceVersion");
    const events = await watchUntil(b.api, b.path("configmaps"), { resourceVersion }, (seen) => seen.length === 2);
    expect(names(events)).toEqual(["ADDED b", "ADDED c"]);
  },
  "a watch from resourceVersion 0 begins with what is there": async ({ api, create, path }) => {
    await create("configmaps", configMap("a"));
    const query = { resourceVersion: "0", fieldSelector: "metadata.name=a" };
    expect(names(await watchUntil(api, path("configmaps"), query, (seen) => seen.length === 1))).toEqual(["ADDED a"]);
  },
  "a watch by label sees an object that stops matching as deleted": async ({ api, create, path }) => {
    const made = await create("configmaps", configMap("a", {}, { labels: { in: "yes" } }));
    const events = await watchUntil(
      api,
      path("configmaps"),
      { resourceVersion: text(made, "metadata", "resourceVersion"), labelSelector: "in=yes" },
      (seen) => seen.length === 2,
      async () => {
        ok(await api.patch(path("configmaps", "a"), "merge", { metadata: { labels: { in: "no" } } }), 200);
        ok(await api.patch(path("configmaps", "a"), "merge", { metadata: { labels: { in: "yes" } } }), 200);
      },
    );
    expect(names(events)).toEqual(["DELETED a", "ADDED a"]);
  },
  "initial events end with a bookmark that says so": async ({ api, create, path }) => {
    await create("configmaps", configMap("a"));
    const events = await watchUntil(
      api,
      path("configmaps"),
      {
        sendInitialEvents: true,
        allowWatchBookmarks: true,
        resourceVersionMatch: "NotOlderThan",
        fieldSelector: "metadata.name=a",
      },
      (seen) => seen.some((event) => event.type === "BOOKMARK"),
    );
    expect(events.map((event) => event.type)).toEqual(["ADDED", "BOOKMARK"]);
    expect(at(events[1]?.object, "metadata", "annotations")).toMatchObject({ "k8s.io/initial-events-end": "true" });
  },
  "a watch ends by itself after timeoutSeconds": async ({ api, path }) => {
    const lines = api.stream(path("secrets"), { watch: true, timeoutSeconds: 1 }, AbortSignal.timeout(30_000));
    for await (const line of lines) expect(line).toContain("ADDED");
  },
  "a watch from before what the server remembers is told 410 Expired": async (b) => {
    const { group, plural } = await definition(b);
    await established(b, `${plural}.${group}`);
    const address = `/apis/${group}/v1/namespaces/${b.namespace}/${plural}`;
    const events = await watchUntil(b.api, address, { resourceVersion: "1" }, (seen) => seen.length === 1);
    expect(events[0]).toMatchObject({
      type: "ERROR",
      object: { kind: "Status", status: "Failure", reason: "Expired", code: 410 },
    });
    expect(text(events[0]?.object, "message")).toMatch(/too old resource version/);
  },
});
