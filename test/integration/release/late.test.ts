/**
 * Row 26, at its narrowest: stopped after the lease was asked and before the write is sent, it wakes when another release
 * is live. What it then sends cannot be called back; the server has to refuse it. `test/engine/release/fence.test.ts` shows
 * the one late write that only the optional fence keeps out.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { textAt } from "../../../src/release/json/json.ts";
import type { Connection } from "../../../src/release/kube/connect.ts";
import type { Site } from "../../../src/release/story/site.ts";
import { systemClock } from "../../../src/release/system-clock.ts";
import { configMap, deployment } from "./manifests.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

/** A short lease, so that the one that sleeps loses it soon. */
const timing = { leaseMs: 1_500, requestMs: 300 };

/** A process that is stopped at the very moment it writes this object: none of its clocks runs until it wakes. */
function sleeper(name: string) {
  const asleep = Promise.withResolvers<void>();
  const woken = Promise.withResolvers<void>();
  let sleeping = false;
  const view: Connection["view"] = (signal, allowed) => {
    const kube = world.connection.view(signal, allowed);
    return {
      ...kube,
      apply: async (object, options) => {
        if (options.dryRun === true || object.metadata.name !== name) return kube.apply(object, options);
        allowed?.();
        sleeping = true;
        asleep.resolve();
        await woken.promise;
        sleeping = false;
        return world.connection.view(signal).apply(object, options);
      },
    };
  };
  const sleep = async (ms: number, signal?: AbortSignal) => {
    await systemClock.sleep(ms, signal);
    if (sleeping) await woken.promise;
  };
  const site: Partial<Site> = {
    connection: { ...world.connection, view },
    clock: { ...systemClock, sleep },
    timing,
  };
  return { site, asleep: asleep.promise, wake: woken.resolve };
}

const writerOf = async (name: string) =>
  textAt(await world.get("ConfigMap", name), "metadata", "annotations", "tidegate.github.io/release");

test.each([
  ["an object that was there", [configMap("conf", { letter: "a" })]],
  ["an object that neither had before", []],
])("row 26: %s, written too late, is refused: another release has written it since", async (_, before) => {
  await world.manifests(deployment("web", "a"), ...before);
  expect((await world.deploy(1)).status).toBe("live");
  await world.manifests(deployment("web", "a"), configMap("conf", { letter: "b" }));
  const late = sleeper("conf");
  const second = world.deploy(2, { site: late.site }).catch((error: unknown) => String(error));
  await late.asleep;
  await world.manifests(deployment("web", "a"), configMap("conf", { letter: "c" }));
  expect((await world.deploy(3, { site: { timing } })).status).toBe("live");
  const kept = await world.get("ConfigMap", "conf");
  late.wake();
  expect(await second).toMatch(/no longer surely ours|release 2-1 was replaced meanwhile; 3-1 is live/);
  expect(await world.get("ConfigMap", "conf")).toEqual(kept);
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
});

test("row 26: what the live release does not have is made all the same, serves nobody, and goes with the next deploy", async () => {
  await world.manifests(deployment("web", "a"));
  expect((await world.deploy(1)).status).toBe("live");
  await world.manifests(deployment("web", "a"), configMap("stray", { letter: "b" }));
  const late = sleeper("stray");
  const second = world.deploy(2, { site: late.site }).catch((error: unknown) => String(error));
  await late.asleep;
  await world.manifests(deployment("web", "c"));
  expect((await world.deploy(3, { site: { timing } })).status).toBe("live");
  late.wake();
  expect(await second).toMatch(/no longer surely ours|release 2-1 was replaced meanwhile/);
  expect(await writerOf("stray")).toBe("2-1");
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
  await world.manifests(deployment("web", "b"));
  expect((await world.deploy(4, { site: { timing } })).status).toBe("live");
  expect(await writerOf("stray")).toBeUndefined();
  expect(world.said).toContain("ConfigMap stray pruned");
});
