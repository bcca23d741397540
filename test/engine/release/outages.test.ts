/** Parts of the cluster that go away in the middle of a deploy. One after the other: they are everybody's. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connection } from "../connect.ts";
import { killPart, pausePart, unplugNode } from "../faults.ts";
import { until } from "../host/patience.ts";
import { probe } from "./manifests.ts";
import { type RegistryFront, registryFront } from "./registry-front.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld("outages");
});
afterAll(() => world[Symbol.asyncDispose]());

const ready = '{.items[*].status.conditions[?(@.type=="Ready")].status}';
const nodeIs = (status: string) =>
  until(async () => {
    const now = await world.kubectl(["get", "nodes", "-o", `jsonpath=${ready}`]);
    return now.startsWith(status) ? true : undefined;
  }, 90_000);

test("row 4: a registry that is stopped, broken or slow is waited for; back again, the release goes live", async () => {
  const app = await world.app("registry");
  const [stopped, broken, slow] = await Promise.all([
    registryFront(world.engine.registry),
    registryFront(world.engine.registry),
    registryFront(world.engine.registry),
  ]);
  const from = ({ host }: RegistryFront) =>
    `${world.image.name.replace(world.engine.registry, host)}@${world.image.digest}`;
  try {
    await stopped.stop();
    broken.behave("fail");
    const bundle = [probe("stopped", { image: from(stopped) }), probe("broken", { image: from(broken) })];
    const deploying = app.deploy(1, bundle);
    await app.saying(/Deployment stopped: .*connection refused/);
    await app.saying(/Deployment broken: .*500/);
    await stopped.start();
    broken.behave("pass");
    expect(await deploying).toMatchObject({ status: "live" });
    // by itself: a kubelet pulls one image after the other, so a slow registry hides the state of the others
    slow.behave("stall");
    const patient = app.deploy(2, [probe("slow", { image: from(slow) })]);
    await slow.asked;
    await app.saying(/Deployment slow: 0 of 1 pods are available/);
    slow.behave("pass");
    expect(await patient).toMatchObject({ status: "live" });
    expect(await app.story()).toEqual(["1-1 replaced", "2-1 live"]);
  } finally {
    await Promise.all([stopped, broken, slow].map((front) => front.stop()));
  }
});

describe.runIf(connection().kind === "own")("parts of an engine of our own", () => {
  test("row 1: the API server is killed while we wait: the watch is taken up again, and nothing is rolled back", async () => {
    const app = await world.app("restart");
    const deploying = app.deploy(1, [probe("restart", { env: { START_AFTER: "4s" } })]);
    await app.saying(/objects? applied/);
    await killPart("kube-apiserver");
    expect(await deploying).toMatchObject({ status: "live" });
    expect(app.said.join("\n")).toMatch(/the watch of (Pod|Deployment) broke/);
    expect(await app.story()).toEqual(["1-1 live"]);
  });

  test("row 2: etcd stands still in the middle of the apply: asked again until it answers, nothing deleted", async () => {
    const app = await world.app("etcd", { requestMs: 2_000 });
    const bundle = (version: string) => [
      probe("etcd-a", { env: { VERSION: version } }),
      probe("etcd-b", { env: { VERSION: version } }),
    ];
    await app.deploy(1, bundle("1"));
    const deploying = app.deploy(2, bundle("2"));
    await app.saying(/release 2-1: recorded as pending/);
    const goOn = pausePart("etcd");
    try {
      await app.saying(/trying again/, 2);
    } finally {
      goOn();
    }
    expect(await deploying).toMatchObject({ status: "live" });
    expect(await app.story()).toEqual(["1-1 replaced", "2-1 live"]);
  });

  test("row 32: the node is not ready: waited for within the deadline, and named", async () => {
    const [before, during] = await Promise.all([world.app("before"), world.app("during")]);
    const starting = before.deploy(1, [probe("before", { env: { START_AFTER: "15s" } })]);
    await before.saying(/0 of 1 pods are available/);
    await world.kubectl(["wait", "pod", "-l", "app=before", "--for=jsonpath={.status.phase}=Running", "--timeout=30s"]);
    const plugIn = await unplugNode();
    try {
      expect(await nodeIs("False")).toBe(true);
      const waiting = during.deploy(1, [probe("during")]);
      await during.saying(/nodes are available: 1 node\(s\) had untolerated taint/);
      await plugIn();
      expect(await Promise.all([starting, waiting])).toMatchObject([{ status: "live" }, { status: "live" }]);
    } finally {
      await plugIn().catch(() => {});
      expect(await nodeIs("True")).toBe(true);
    }
  });
});
