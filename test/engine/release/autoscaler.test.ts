/** The real autoscaler with the real metrics-server. The probe uses more than a mebibyte, so it scales to its most. */
import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { numberAt } from "../../../src/release/json/json.ts";
import { ownersOfReplicas } from "../../../src/release/replicas/replicas.ts";
import { autoscaler } from "../../integration/release/manifests.ts";
import { until } from "../host/patience.ts";
import type { App } from "./app.ts";
import { probe } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld("scaler");
});
afterAll(() => world[Symbol.asyncDispose]());

/** Every count that the Deployment ever had: a watch, so nothing in between is missed. */
function watchReplicas() {
  const output = '-o=jsonpath={.spec.replicas}{"\\n"}';
  const child = spawn("kubectl", ["-n", world.namespace, "get", "deployments", "--watch", output], {
    env: { ...world.access.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let seen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    seen += text;
  });
  return {
    counts: () => seen.trim().split("\n").map(Number),
    stop: () => child.kill(),
  };
}

const web = (app: App) => app.get("Deployment", "web", "apps/v1");
const replicas = async (app: App) => numberAt(await web(app), "spec", "replicas");

test("row 27: first deploy, never scaled, scaled, its autoscaler removed and brought back: replicas never dip", async () => {
  const app = await world.app("scaled");
  const scaler = autoscaler("web", 2);
  const memory = {
    type: "Resource",
    resource: { name: "memory", target: { type: "AverageValue", averageValue: "1Mi" } },
  };
  const scaled = { ...scaler, spec: { ...scaler.spec, maxReplicas: 3, metrics: [memory] } };
  const bundle = (version: string) => [probe("web", { replicas: null, env: { VERSION: version } }), scaled];
  const watch = watchReplicas();
  try {
    expect(await app.deploy(1, bundle("1"))).toMatchObject({ status: "live" });
    expect(await app.deploy(2, bundle("2"))).toMatchObject({ status: "live" });
    // three by the metrics-server's measure, and by nobody's word
    expect(await until(async () => ((await replicas(app)) === 3 ? true : undefined), 120_000)).toBe(true);
    expect(await app.deploy(3, bundle("3"))).toMatchObject({ status: "live" });
    expect(await replicas(app)).toBe(3);
    expect(await app.deploy(4, [probe("web", { replicas: 3, env: { VERSION: "4" } })])).toMatchObject({
      status: "live",
    });
    expect(await app.get("HorizontalPodAutoscaler", "web", "autoscaling/v2")).toBeUndefined();
    expect(await app.rollback()).toMatchObject({ result: "rolled-back", to: "3-1" });
    const live = await web(app);
    expect(live).toBeDefined();
    if (live !== undefined)
      expect(ownersOfReplicas(live).map(({ manager }) => manager)).not.toContain("tidegate:scaled:engine");
    const counts = watch.counts();
    expect(counts.length).toBeGreaterThan(5);
    expect(Math.min(...counts)).toBe(2);
    expect(counts.slice(counts.indexOf(3)), "never less again once it was scaled").not.toContain(2);
  } finally {
    watch.stop();
  }
});
