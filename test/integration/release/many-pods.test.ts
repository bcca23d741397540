import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../../src/rehearse/world/cluster/json/value.ts";
import { deployment } from "./manifests.ts";
import { type Processes, processes } from "./processes.ts";
import { identity, namespace, startWorld, type World } from "./world.ts";

const count = 10_000;
let world: World;
let own: Processes;
beforeAll(async () => {
  world = await startWorld();
  own = processes(world);
  for (let n = 0; n < count; n += 1) fill(n);
}, 240_000);
afterAll(async () => {
  own.killAll();
  await world[Symbol.asyncDispose]();
});

/** As big as pods are: environment, volumes, probes, conditions. Of a node that is none of ours, so that nothing runs it. */
function fill(n: number): void {
  const { store } = world.cluster;
  const name = `worker-${n}`;
  const env = Array.from({ length: 20 }, (_, i) => ({
    name: `SETTING_NUMBER_${i}`,
    value: `value-${n}-${"x".repeat(60)}`,
  }));
  const pod: JsonObject = {
    metadata: {
      name,
      namespace,
      labels: {
        "tidegate.github.io/app": identity.app,
        "tidegate.github.io/environment": identity.environment,
        job: `worker-${n % 7}`,
      },
      annotations: { "example.com/note": "n".repeat(400) },
    },
    spec: {
      nodeName: "elsewhere",
      restartPolicy: "Never",
      containers: [{ name: "work", image: "registry.example/acme/work", env }],
    },
  };
  store.create("pods", pod, { manager: "test" });
  store.modify(
    "pods",
    namespace,
    name,
    (current) => ({ ...current, status: { phase: "Succeeded", message: "m".repeat(200) } }),
    {
      manager: "test",
      subresource: "status",
    },
  );
}

const limitOf = (query: string) => Number(new URLSearchParams(query).get("limit"));

/** Its own pods can run nowhere until all the others have been read. */
function openOnceRead(): void {
  let read = 0;
  world.cluster.requests.onRequest(({ verb, resource, query }) => {
    if (verb !== "list" || resource !== "pods") return;
    read += limitOf(query);
    if (read < count || read - limitOf(query) >= count) return;
    world.cluster.store.modify("nodes", "", "tidegate-node", (node) => ({
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata.labels, read: "all" } },
    }));
  });
}

test("row 22: ten thousand pods beside it: read in pages, in less than 256 MiB", async () => {
  openOnceRead();
  await world.manifests(deployment("web", "a", { pod: { nodeSelector: { read: "all" } } }));
  const { code, said } = await own.start("deploy", 1).ended;
  expect([code, said.includes("ended live")]).toEqual([0, true]);
  const lists = world.cluster.requests.all.filter(({ verb, resource }) => verb === "list" && resource === "pods");
  const memory = Number(/at most (\d+) MiB/.exec(said)?.[1]);
  console.log(`${count} pods: ${lists.length} pages, at most ${memory} MiB`);
  expect(lists.length).toBeGreaterThanOrEqual(20);
  expect(lists.every(({ query }) => limitOf(query) <= 500)).toBe(true);
  expect(memory).toBeLessThan(256);
}, 240_000);
