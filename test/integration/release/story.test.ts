import { afterAll, beforeAll, expect, test } from "vitest";
import { numberAt, textAt } from "../../../src/release/json/json.ts";
import { configMap, deployment, secret, service } from "./manifests.ts";
import { fails, run, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test("deploy, deploy again, fail, go back, hold, mend: the whole story in one namespace", async () => {
  await world.manifests(
    deployment("web", "a"),
    deployment("api", "a"),
    service("web"),
    configMap("conf", { mode: "one" }),
    secret("db", { password: "canary-of-the-story" }),
  );
  expect(await world.deploy(1)).toMatchObject({ verdict: "ok", status: "live", release: "1-1", proven: true });

  await world.manifests(
    deployment("web", "b"),
    deployment("api", "a"),
    service("web"),
    configMap("conf", { mode: "two" }),
    secret("db", { password: "canary-of-the-story" }),
  );
  expect(await world.deploy(2)).toMatchObject({ status: "live", release: "2-1", previous: "1-1" });
  // an unchanged template keeps the release that last changed it, so its pods were not restarted
  const mark = async (name: string) =>
    textAt(
      await world.get("Deployment", name, "apps/v1"),
      "spec",
      "template",
      "metadata",
      "annotations",
      "tidegate.github.io/release",
    );
  expect([await mark("web"), await mark("api")]).toEqual(["2-1", "1-1"]);

  await world.manifests(
    deployment("web", "c"),
    deployment("api", "a"),
    service("web"),
    configMap("conf", { mode: "three" }),
    secret("db", { password: "canary-of-the-story" }),
  );
  expect(await world.deploy(3, { afterwards: { prove: fails } })).toMatchObject({
    verdict: "findings",
    status: "failed",
    cause: "smoke: it answers 500",
  });
  expect(await world.rollback({ undo: "this-run", runner: run(3) })).toMatchObject({
    result: "rolled-back",
    from: "3-1",
    to: "2-1",
    release: "3-2",
  });
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 rolled-back", "3-2 live"]);
  expect(textAt(await world.get("ConfigMap", "conf"), "data", "mode")).toBe("two");
  expect(
    textAt(await world.get("Deployment", "web", "apps/v1"), "spec", "template", "spec", "containers", 0, "image"),
  ).toContain("b".repeat(64));

  expect(await world.deploy(4)).toMatchObject({ status: "held" });
  expect(
    await world.deploy(4, { history: { ancestry: async () => "unknown", fixes: async () => ["3-1"] } }),
  ).toMatchObject({ status: "live", release: "4-1" });
  expect((await world.head()).hold).toBeUndefined();
  expect(await world.deploy(2)).toMatchObject({ status: "superseded", release: "4-1" });
}, 60_000);

test("what only earlier releases had is pruned; what others made is not", async () => {
  await world.manifests(deployment("web", "d"));
  const result = await world.deploy(5);
  expect(result.plan?.prune.map(({ ref }) => ref.name).sort()).toEqual(["api", "conf", "db", "web"]);
  expect(result.status).toBe("live");
  expect(await world.get("ConfigMap", "conf")).toBeUndefined();
  expect(await world.get("Deployment", "api", "apps/v1")).toBeUndefined();
  expect(numberAt(await world.get("Deployment", "web", "apps/v1"), "status", "readyReplicas")).toBe(2);
  expect(await world.get("ConfigMap", "kube-root-ca.crt")).toBeDefined();
}, 60_000);
