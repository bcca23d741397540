import { afterEach, beforeEach, expect, test } from "vitest";
import { bundle, fromUs, isApplied, isWrite, type Processes, processes, timing } from "./processes.ts";
import { fails, run, startWorld, type World } from "./world.ts";

let world: World;
let own: Processes;
beforeEach(async () => {
  world = await startWorld();
  own = processes(world);
  await world.manifests(...bundle("a"));
  expect((await world.deploy(1)).status).toBe("live");
});
afterEach(async () => {
  own.killAll();
  await world[Symbol.asyncDispose]();
});

/** How many writes this makes when it is left alone. */
async function writesOf(story: Parameters<Processes["start"]>[0], order: number): Promise<number> {
  const before = world.cluster.requests.all.length;
  expect(await own.start(story, order).ended).toMatchObject({ code: 0 });
  return world.cluster.requests.all.slice(before).filter((record) => fromUs(record) && isWrite(record)).length;
}

/** A release of this run whose checks failed: what a rollback step finds. */
async function failing(order: number): Promise<void> {
  await world.manifests(...bundle(order % 2 === 0 ? "b" : "c"));
  const hold = (await world.head()).hold?.release;
  const result = await world.deploy(order, { afterwards: { prove: fails }, releaseHold: hold });
  expect(result.status).toBe("failed");
}

test("row 16: a rollback killed at every write it makes, then run again: what worked is live again, and held", async () => {
  await failing(2);
  const writes = await writesOf("rollback", 2);
  expect(writes).toBeGreaterThan(7);
  let done = 0;
  for (let n = 1; n <= writes; n++) {
    const order = n + 2;
    await failing(order);
    const { child, ended } = own.start("rollback", order);
    const off = own.at(n, isWrite, () => child.kill("SIGKILL"));
    await ended;
    off();
    const again = await world.rollback({ undo: "this-run", runner: run(order, 2), site: { timing } });
    // once it is live there is nothing left to undo; the lease, not given back, runs out before the next one takes it
    const wasDone = again.result === "not-needed";
    expect([n, wasDone || again.result === "rolled-back"]).toEqual([n, true]);
    if (wasDone) done += 1;
    expect(await own.letter()).toBe("a");
    expect((await world.head()).hold?.release).toBe(`${order}-1`);
    await own.whole(wasDone ? "expiring" : "free");
  }
  // killed at or after the swap to live, which is the last write but a few
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(4);
}, 400_000);

test("a rollback killed half way, and a person goes back: to the same release, not to the one before it", async () => {
  await world.manifests(...bundle("b"));
  expect((await world.deploy(2)).status).toBe("live");
  await world.manifests(...bundle("c"));
  await world.deploy(3, { afterwards: { prove: fails } });
  const { child, ended } = own.start("rollback", 3);
  own.at(1, isApplied("deployments"), () => child.kill("SIGKILL"));
  await ended;
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 live", "3-1 failed", "3-2 pending"]);
  expect(await world.rollback({ site: { timing } })).toMatchObject({ result: "rolled-back", from: "3-1", to: "2-1" });
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 rolled-back", "3-2 replaced", "4-1 live"]);
  expect(await own.letter()).toBe("b");
  await own.whole();
}, 120_000);

test("a rollback killed half way is taken up by resume, which sets the hold, too", async () => {
  await failing(2);
  const { child, ended } = own.start("rollback", 2);
  own.at(1, isApplied("deployments"), () => child.kill("SIGKILL"));
  await ended;
  expect(await world.resume({ site: { timing } })).toMatchObject({ status: "live", release: "2-2", proven: true });
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 rolled-back", "2-2 live"]);
  expect((await world.head()).hold).toMatchObject({ release: "2-1", by: "dana" });
  await own.whole();
}, 120_000);

test("row 16: a smoke test killed at every write it makes, then run again: live, whole, and the lease back", async () => {
  await world.manifests(...bundle("b"));
  expect((await own.start("deploy for later", 2).ended).code).toBe(0);
  const writes = await writesOf("verify", 2);
  // take the lease, go live, give it back
  expect(writes).toBeGreaterThan(2);
  for (let n = 1; n <= writes; n++) {
    const order = n + 2;
    await world.manifests(...bundle(n % 2 === 0 ? "b" : "c"));
    expect((await own.start("deploy for later", order).ended).code).toBe(0);
    const { child, ended } = own.start("verify", order);
    const off = own.at(n, isWrite, () => child.kill("SIGKILL"));
    await ended;
    off();
    const again = await world.verify(order, { runner: run(order, 2), site: { timing } });
    expect([n, again.status]).toEqual([n, "live"]);
    await own.whole();
  }
}, 240_000);

test("row 16: the runner was lost between deploy and smoke test: the next run sees what was begun, and goes on from there", async () => {
  await world.manifests(...bundle("b"));
  expect((await own.start("deploy for later", 2).ended).code).toBe(0);
  expect(await world.story()).toEqual(["1-1 live", "2-1 applied"]);
  expect(await own.holder()).toBe("acme/shop/2/1");
  await world.manifests(...bundle("c"));
  expect((await world.deploy(3, { site: { timing } })).status).toBe("live");
  expect(world.said).toContain("waiting for acme/shop/2/1, which holds the lease");
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
  expect(await world.verify(2, { site: { timing } })).toMatchObject({ verdict: "findings", status: "replaced" });
  await own.whole();
}, 120_000);

test.each(["rollback", "verify", "resume"] as const)(
  "row 15: %s interrupted at any request: it ends in time, says so, gives the lease back, and is done when run again",
  async (story) => {
    let order = 1;
    for (const n of [1, 2, 3, 5, 8, 12, 17, 23, 30]) {
      order += 1;
      if (story === "rollback") await failing(order);
      else {
        await world.manifests(...bundle(order % 2 === 0 ? "b" : "c"));
        const hold = (await world.head()).hold?.release;
        await world.deploy(order, { afterwards: { windowMs: 1_000 }, releaseHold: hold, site: { timing } });
      }
      const { child, ended } = own.start(story, order);
      let asked = 0;
      const off = own.at(
        n,
        () => true,
        () => {
          asked = performance.now();
          child.kill("SIGINT");
        },
      );
      const { code, said } = await ended;
      off();
      if (asked > 0 && code !== 0) {
        expect(performance.now() - asked).toBeLessThan(7_000);
        expect(said).toContain("ended interrupted");
      }
      expect(["", `acme/shop/${order}/1`]).toContain(await own.holder());
      const again =
        story === "rollback"
          ? (await world.rollback({ undo: "this-run", runner: run(order, 2), site: { timing } })).result
          : story === "verify"
            ? (await world.verify(order, { runner: run(order, 2), site: { timing } })).status
            : (await world.resume({ site: { timing } })).status;
      expect(["live", "rolled-back", "not-needed"]).toContain(again);
      await own.whole();
    }
  },
  240_000,
);
