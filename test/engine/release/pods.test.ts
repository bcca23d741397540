/** What a real kubelet makes of a release that cannot start. Each test is an app of its own, so most wait side by side. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textAt } from "../../../src/release/json/json.ts";
import { probe, probeDaemon, probeSet } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld("pods");
});
afterAll(() => world[Symbol.asyncDispose]());

const unhealthy = { env: { UNHEALTHY: "1" } };

describe.concurrent("a release that cannot start", () => {
  test("row 4: an image that is not in its registry fails at once", async () => {
    const app = await world.app("absent");
    const image = `${world.image.name}-absent@${world.image.digest}`;
    const result = await app.deploy(1, [probe("absent", { image })], { timeoutMs: 600_000 });
    expect(result).toMatchObject({ status: "failed", causes: [{ code: "image", container: "absent" }] });
    expect(result.cause).toMatch(/not found/);
  });

  test("row 5: a crash loop fails after three restarts and the grace, with its exit code and its last line", async () => {
    const app = await world.app("crash");
    const result = await app.deploy(1, [probe("crash", { env: { CRASH: "4" } })]);
    expect(result).toMatchObject({ status: "failed", causes: [{ code: "crash", container: "crash", exitCode: 4 }] });
    expect(result.causes[0]?.log).toContain("crash asked for by CRASH=4");
    expect(result.cause).toMatch(/restarted [3-9] times/);
    // it was told long before it was hopeless
    expect(app.said.find((line) => line.includes("exit code 4"))).toMatch(/restarted [0-2] times/);
  });

  test("row 5: an exit code declared fatal does not wait for restarts, in an init container neither", async () => {
    const app = await world.app("init");
    const initContainers = [{ name: "wait", image: "probe", env: [{ name: "CRASH", value: "3" }] }];
    const result = await app.deploy(1, [probe("init", { pod: { initContainers } })]);
    expect(result).toMatchObject({ status: "failed", causes: [{ code: "crash", container: "wait", exitCode: 3 }] });
  });

  test("row 5: a container that outgrows its memory is told as that", async () => {
    const app = await world.app("memory");
    const { name, digest } = await world.imageOf(world.engine.images.debian);
    const hungry = {
      image: `${name}@${digest}`,
      container: { command: ["tail", "/dev/zero"], resources: { limits: { memory: "32Mi" } } },
    };
    const result = await app.deploy(1, [probe("memory", hungry)], {
      patience: { graceMs: 3_000, settleMs: 3_000, fatalExitCodes: [137] },
    });
    expect(result).toMatchObject({ status: "failed", causes: [{ code: "crash", exitCode: 137 }] });
    expect(result.cause).toContain("OOMKilled");
  });

  test("row 6: a Secret that is not there fails once it has had time to appear", async () => {
    const app = await world.app("secret");
    const envFrom = [{ secretRef: { name: "never" } }];
    const result = await app.deploy(1, [probe("secret", { container: { envFrom } })]);
    expect(result).toMatchObject({ status: "failed", causes: [{ code: "config" }] });
    expect(result.cause).toContain('secret "never" not found');
  });

  test("row 6: one that appears in time was only late", async () => {
    const app = await world.app("late");
    const envFrom = [{ secretRef: { name: "late" } }];
    const deploying = app.deploy(1, [probe("late", { container: { envFrom } })], {
      patience: { graceMs: 60_000, settleMs: 60_000, fatalExitCodes: [] },
    });
    await app.saying(/secret "late" not found/);
    await world.kubectl(["create", "secret", "generic", "late", "--from-literal=a=b"]);
    expect(await deploying).toMatchObject({ status: "live" });
  });

  test("row 9: past its own progress deadline, paused: each fails as what it is", async () => {
    const app = await world.app("deadline");
    const spec = { progressDeadlineSeconds: 5 };
    const late = await app.deploy(1, [probe("deadline", { ...unhealthy, spec })]);
    expect(late).toMatchObject({ status: "failed", causes: [{ code: "deadline" }] });
    expect(late.cause).toContain("has timed out progressing");
    const paused = await app.deploy(2, [probe("deadline", { spec: { paused: true } })]);
    expect(paused).toMatchObject({ status: "failed", outcomes: [{ state: { code: "paused" } }] });
  });

  test("row 9: a StatefulSet and a Deployment without a deadline of their own end with ours", async () => {
    const app = await world.app("endless");
    const spec = { progressDeadlineSeconds: 2_147_483_647 };
    const bundle = [probe("endless", { ...unhealthy, spec }), probeSet("endless-set", unhealthy)];
    const result = await app.deploy(1, bundle, { timeoutMs: 10_000 });
    expect(result.status).toBe("failed");
    expect(result.cause).toContain("not ready in time");
    expect(result.causes.map(({ ref }) => ref.kind).sort()).toEqual(["Deployment", "StatefulSet"]);
  });

  test("row 9: OnDelete takes effect when pods go, and replicas 0 at once: both end live", async () => {
    const app = await world.app("calm");
    const onDelete = { spec: { updateStrategy: { type: "OnDelete" } } };
    const bundle = (version: string) => [
      probeDaemon("calm-daemon", { ...onDelete, env: { VERSION: version } }),
      probeSet("calm-set", { ...onDelete, env: { VERSION: version } }),
      probe("calm-none", { replicas: 0, env: { VERSION: version } }),
    ];
    expect(await app.deploy(1, bundle("1"))).toMatchObject({ status: "live" });
    expect(await app.deploy(2, bundle("2"))).toMatchObject({ status: "live" });
  });

  test("row 19: one ok, one failed, one not started: a result for each, and the release goes back as a whole", async () => {
    const app = await world.app("three");
    const bundle = (version: string, two: object = {}, three: object = {}) => [
      probe("three-a", { env: { VERSION: version } }),
      probe("three-b", { env: { VERSION: version, ...two } }),
      probe("three-c", { env: { VERSION: version }, ...three }),
    ];
    await app.deploy(1, bundle("1"));
    const failed = await app.deploy(2, bundle("2", { CRASH: "3" }, { pod: { nodeSelector: { disk: "none" } } }));
    expect(failed.status).toBe("failed");
    const states = Object.fromEntries(failed.outcomes.map(({ ref, state }) => [ref.name, state.state]));
    expect(states).toMatchObject({ "three-b": "failed", "three-c": "waiting" });
    expect(await app.rollback()).toMatchObject({ result: "rolled-back", from: "2-1", to: "1-1" });
    for (const name of ["three-a", "three-b", "three-c"])
      expect(
        textAt(await app.get("Deployment", name, "apps/v1"), ...container, "env", 0, "value"),
        `${name} is of the first release`,
      ).toBe("1");
  });

  test("row 25: a StatefulSet stuck on a broken revision: its template goes back and the bad pod is deleted", async () => {
    const app = await world.app("stuck");
    await app.deploy(1, [probeSet("stuck")]);
    expect(await app.deploy(2, [probeSet("stuck", { env: { CRASH: "3" } })])).toMatchObject({ status: "failed" });
    expect(await app.rollback()).toMatchObject({ result: "rolled-back" });
    expect(app.said).toContain("Pod stuck-0 deleted: it was stuck on the undone revision");
  });

  test("row 32: a claim that no volume fits: waited for, then its own event is the cause", async () => {
    const app = await world.app("claim");
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName: "none", resources: { requests: { storage: "1Gi" } } },
    };
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    const result = await app.deploy(1, [claim, probe("claim", { pod: { volumes } })], { timeoutMs: 8_000 });
    expect(result.status).toBe("failed");
    expect(result.cause).toContain("not ready in time");
    expect(result.cause).toContain(
      'PersistentVolumeClaim data: ProvisioningFailed: storageclass.storage.k8s.io "none"',
    );
    expect(result.causes.map(({ code }) => code)).toEqual(["unbound", "unschedulable"]);
  });
});

const container = ["spec", "template", "spec", "containers", 0] as const;
