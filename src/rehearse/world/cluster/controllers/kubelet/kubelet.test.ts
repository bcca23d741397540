import { expect, test } from "vitest";
import { at } from "../../json/path.ts";
import type { JsonObject } from "../../json/value.ts";
import type { ContainerScript } from "../scripted/script.ts";
import { byAnnotation } from "../scripted/scripts.ts";
import { conditions, namespace, type Stage, stage } from "../testing/stage.ts";

const pod = (container: JsonObject = {}, spec: JsonObject = {}): JsonObject => ({
  metadata: { name: "p", namespace },
  spec: { containers: [{ name: "main", image: "web:1", ...container }], terminationGracePeriodSeconds: 5, ...spec },
});
const run = (script: ContainerScript, object: JsonObject = pod()): Stage => {
  const here = stage(() => script);
  here.store.create("pods", object);
  here.settle();
  return here;
};
const status = (here: Stage, ...path: readonly (string | number)[]) => at(here.get("pods", "p"), "status", ...path);
const main = (here: Stage, ...path: readonly (string | number)[]) => status(here, "containerStatuses", 0, ...path);

test("a pod without probes is ready as soon as it runs", () => {
  const here = run({});
  expect(status(here, "phase")).toBe("Running");
  expect(conditions(here.get("pods", "p"))).toEqual([
    "PodScheduled True",
    "PodReadyToStartContainers True",
    "Initialized True",
    "Ready True",
    "ContainersReady True",
  ]);
  expect(here.said("p").map((line) => line.split(":")[0])).toEqual([
    "Scheduled",
    "Pulling",
    "Pulled",
    "Created",
    "Started",
  ]);
});

test("a crash is restarted at once, then after 10 s, 20 s, 40 s, as kubelet does", () => {
  const here = run({ exit: { code: 3, after: 1000 } });
  const restartsAfter = (ms: number) => {
    here.clock.advance(ms);
    return main(here, "restartCount");
  };
  expect(restartsAfter(1000)).toBe(1);
  expect(restartsAfter(1000)).toBe(1);
  expect(main(here, "state", "waiting", "reason")).toBe("CrashLoopBackOff");
  expect(main(here, "state", "waiting", "message")).toMatch(
    /^back-off 10s restarting failed container=main pod=p_shop\(/,
  );
  expect(main(here, "lastState", "terminated", "exitCode")).toBe(3);
  expect(restartsAfter(9_999)).toBe(1);
  expect(restartsAfter(1)).toBe(2);
  expect(restartsAfter(1_000 + 19_999)).toBe(2);
  expect(restartsAfter(1)).toBe(3);
});

test("OOMKilled ends with 137", () => {
  const here = run({ exit: { code: 0, reason: "OOMKilled" } }, pod({}, { restartPolicy: "Never" }));
  expect(status(here, "phase")).toBe("Failed");
  expect(main(here, "state", "terminated", "reason")).toBe("OOMKilled");
  expect(main(here, "state", "terminated", "exitCode")).toBe(137);
});

test("not found is ErrImagePull, then ImagePullBackOff, then tried again", () => {
  const here = run({ pull: "not-found" }, pod({ image: "registry.test/web:9" }));
  expect(main(here, "state", "waiting", "reason")).toBe("ErrImagePull");
  here.clock.advance(1000);
  expect(main(here, "state", "waiting", "reason")).toBe("ImagePullBackOff");
  expect(main(here, "state", "waiting", "message")).toContain("registry.test/web:9: not found");
  here.clock.advance(9_000);
  expect(main(here, "state", "waiting", "reason")).toBe("ErrImagePull");
  expect(here.said("p")).toContain('BackOff: Back-off pulling image "registry.test/web:9"');
});

test("a registry that does not answer is ErrImagePull only after its timeout", () => {
  const here = run({ pull: "timeout" });
  expect(main(here, "state", "waiting", "reason")).toBe("ContainerCreating");
  here.clock.advance(30_000);
  expect(main(here, "state", "waiting", "message")).toContain("i/o timeout");
});

test("an image that was pulled once is there for the next pod", () => {
  const here = run({});
  here.store.create("pods", { ...pod(), metadata: { name: "q", namespace } });
  here.settle();
  expect(here.said("q")).toContain('Pulled: Container image "web:1" already present on machine');
});

test("readiness comes when the probe says so, and a failing one is Unhealthy", () => {
  const readinessProbe = { httpGet: { port: 80 }, periodSeconds: 1 };
  const here = run({ readyAfter: 2500 }, pod({ readinessProbe }));
  expect(here.said("p")).toContain("Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503");
  expect(main(here, "ready")).toBe(false);
  here.clock.advance(3000);
  expect(main(here, "ready")).toBe(true);
});

test("a liveness probe that fails three times restarts the container", () => {
  const livenessProbe = { httpGet: { port: 80 }, periodSeconds: 1 };
  const here = run({ sickAfter: 1000 }, pod({ livenessProbe }));
  here.clock.advance(3100);
  expect(main(here, "restartCount")).toBe(1);
  expect(here.said("p")).toContain("Killing: Container main failed liveness probe, will be restarted");
});

test("a missing Secret is CreateContainerConfigError until it is there", () => {
  const env = [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }];
  const here = run({}, pod({ env }));
  expect(main(here, "state", "waiting")).toEqual({
    reason: "CreateContainerConfigError",
    message: 'secret "db" not found',
  });
  here.store.create("secrets", { metadata: { name: "db", namespace }, data: { password: "eA==" } });
  here.clock.advance(2000);
  expect(main(here, "state", "running")).toBeDefined();
});

test("an init container that fails holds the others back", () => {
  const here = stage(({ name }) => (name === "migrate" ? { exit: { code: 1 } } : undefined));
  here.store.create("pods", pod({}, { initContainers: [{ name: "migrate", image: "web:1" }] }));
  here.clock.advance(100);
  expect(status(here, "phase")).toBe("Pending");
  expect(status(here, "initContainerStatuses", 0, "state", "waiting", "reason")).toBe("CrashLoopBackOff");
  expect(main(here, "state", "waiting", "reason")).toBe("PodInitializing");
  expect(conditions(here.get("pods", "p"))).toContain("Initialized False ContainersNotInitialized");
});

test("a sidecar is started before the others and stays", () => {
  const here = stage(({ name }) => (name === "main" ? { exit: { code: 0, after: 1000 } } : undefined));
  const sidecar = { name: "side", image: "web:1", restartPolicy: "Always" };
  here.store.create("pods", pod({}, { initContainers: [sidecar], restartPolicy: "Never" }));
  here.clock.advance(10);
  expect(status(here, "initContainerStatuses", 0, "state", "running")).toBeDefined();
  expect(main(here, "state", "running")).toBeDefined();
});

test("a deleted pod is asked to end, and killed when its grace is over", () => {
  const here = run({ stopTakes: 60_000 });
  here.store.delete("pods", namespace, "p");
  here.clock.advance(4_999);
  expect(here.get("pods", "p").metadata.deletionTimestamp).toBeDefined();
  here.clock.advance(1);
  expect(here.store.get("pods", namespace, "p")).toBeUndefined();
});

test("the log of now and of before the restart can both be read, and followed", () => {
  const here = stage(({ restart }) =>
    restart === 0
      ? { logs: ["first"], exit: { code: 1, after: 10 } }
      : { logs: ["second", { after: 100, text: "later" }] },
  );
  here.store.create("pods", pod());
  here.clock.advance(20);
  const access = here.running.pods;
  const found = here.get("pods", "p");
  const lines = (previous: boolean) => {
    const log = access?.log(found, "main", previous);
    return typeof log === "string" ? log : log?.map((line) => line.text);
  };
  expect(lines(true)).toEqual(["first"]);
  expect(lines(false)).toEqual(["second"]);
  const followed: (string | undefined)[] = [];
  const end = access?.followLog(found, "main", (line) => followed.push(line?.text));
  here.clock.advance(100);
  end?.();
  expect(followed).toEqual(["later"]);
});

test("a pod says by annotation how it behaves, and a mistake in it is named", () => {
  const here = stage(byAnnotation);
  const script = JSON.stringify({ main: { exit: { code: 7 } } });
  here.store.create("pods", {
    ...pod({}, { restartPolicy: "Never" }),
    metadata: { name: "p", namespace, annotations: { "tidegate.github.io/script": script } },
  });
  here.settle();
  expect(main(here, "state", "terminated", "exitCode")).toBe(7);
  expect(() =>
    byAnnotation({
      ...{ name: "main", image: "x", spec: {}, labels: {}, restart: 0, environment: {} },
      annotations: { "tidegate.github.io/script": '{"exits": 1}' },
      pod: here.get("pods", "p"),
    }),
  ).toThrow(/is no script/);
});

test("a node that is lost takes no new pods, its own are no longer ready, and go after five minutes", () => {
  const here = run({});
  here.running.setNodeReady("tidegate-node", false);
  here.store.create("pods", { ...pod(), metadata: { name: "late", namespace } });
  here.settle();
  expect(here.said("late")[0]).toMatch(
    /^FailedScheduling: 0\/1 nodes are available: 1 node\(s\) had untolerated taint/,
  );
  expect(conditions(here.get("pods", "p"))).toContain("Ready False");
  expect(here.said("p")).toContain("NodeNotReady: Node is not ready");
  here.clock.advance(299_000);
  expect(here.get("pods", "p").metadata.deletionTimestamp).toBeUndefined();
  here.clock.advance(1_000);
  expect(here.get("pods", "p").metadata.deletionTimestamp).toBeDefined();
  here.clock.advance(60_000);
  expect(here.get("pods", "p").metadata.name).toBe("p");
  here.running.setNodeReady("tidegate-node", true);
  here.clock.advance(5_000);
  expect(here.store.get("pods", namespace, "p")).toBeUndefined();
  expect(at(here.get("pods", "late"), "status", "phase")).toBe("Running");
});

test("a node that comes back in time has its pods ready again", () => {
  const here = run({});
  here.running.setNodeReady("tidegate-node", false);
  here.clock.advance(60_000);
  here.running.setNodeReady("tidegate-node", true);
  here.clock.advance(10);
  expect(conditions(here.get("pods", "p"))).toContain("Ready True");
});
