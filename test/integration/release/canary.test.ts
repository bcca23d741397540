import { afterAll, beforeAll, expect, test } from "vitest";
import { textAt } from "../../../src/release/json/json.ts";
import { holds, wrappings } from "./leak.ts";
import { configMap, deployment, secret } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

const canary = "canary-7f3a-of-the-database";
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function artefacts(results: readonly unknown[]): Promise<Readonly<Record<string, string>>> {
  const records: string[] = [];
  const kube = world.connection.view(new AbortController().signal);
  for await (const page of kube.pages({ apiVersion: "v1", kind: "ConfigMap", namespace: "shop" }))
    records.push(...page.items.map((item) => JSON.stringify(item)));
  const leases = JSON.stringify(await world.get("Lease", "tidegate-shop-staging-lease", "coordination.k8s.io/v1"));
  return {
    log: world.said.join("\n"),
    head: JSON.stringify(await world.head()),
    records: records.join("\n"),
    lease: leases,
    results: JSON.stringify(results.map((result) => withoutPlan(result))),
  };
}

/** The plan holds the objects themselves, for the apply; what is shown of it is in the log and in the changes. */
const withoutPlan = (result: unknown) =>
  typeof result === "object" && result !== null ? { ...result, plan: undefined } : result;

test("a Secret's value is in the cluster and in what we were answered, and in nothing that we wrote or said", async () => {
  const bodies: string[] = [];
  await world.manifests(deployment("web", "a"), configMap("conf", { a: "1" }), secret("db", { password: canary }));
  const results: unknown[] = [await world.deploy(1)];
  await world.manifests(
    deployment("web", "b"),
    configMap("conf", { a: "2" }),
    secret("db", { password: `${canary}-changed` }),
  );
  results.push(await world.deploy(2));
  await world.manifests(deployment("web", "c", { script: { pull: "not-found" } }), secret("db", { password: canary }));
  results.push(await world.deploy(3), await world.rollback());

  const live = await world.connection.send({
    method: "GET",
    path: "/api/v1/namespaces/shop/secrets/db",
    timeoutMs: 5_000,
  });
  for await (const chunk of live.chunks) bodies.push(chunk.toString("utf8"));
  expect(holds(canary, bodies.join(""))).toBe(true);
  expect(Buffer.from(textAt(await world.get("Secret", "db"), "data", "password") ?? "", "base64").toString()).toContain(
    "canary",
  );

  const found = await artefacts(results);
  for (const [name, text] of Object.entries(found)) expect([name, holds(canary, text)]).toEqual([name, false]);
}, 60_000);

test.each(["log", "head", "records", "lease", "results"])(
  "a leak planted in the %s is found, however it is wrapped",
  async (kind) => {
    const clean = (await artefacts([]))[kind] ?? "";
    for (const leak of wrappings(canary))
      expect(holds(canary, `${clean}\n${JSON.stringify({ planted: leak })}`)).toBe(true);
  },
);
