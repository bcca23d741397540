import { afterEach, beforeEach, expect, test } from "vitest";
import { bundle, fromUs, isApplied, isWrite, type Processes, processes, timing } from "./processes.ts";
import { run, startWorld, type World } from "./world.ts";

let world: World;
let at: Processes["at"];
let own: Processes;
beforeEach(async () => {
  world = await startWorld();
  own = processes(world);
  at = own.at;
});
afterEach(async () => {
  own.killAll();
  await world[Symbol.asyncDispose]();
});

/** How many writes a whole deploy over an older release makes: found by making one. */
async function countWrites(): Promise<number> {
  const before = world.cluster.requests.all.length;
  expect((await own.start("deploy", 2).ended).code).toBe(0);
  return world.cluster.requests.all.slice(before).filter((record) => fromUs(record) && isWrite(record)).length;
}

test("killed at every write it makes, then run again: the new release, whole, and the record true", async () => {
  await world.manifests(...bundle("a"));
  expect((await world.deploy(1)).status).toBe("live");
  await world.manifests(...bundle("b"));
  const writes = await countWrites();
  expect(writes).toBeGreaterThan(7);
  const letters = "cdefabcdefabcdefabcdef";
  for (let n = 1; n <= writes; n++) {
    const order = n + 2;
    const letter = letters[n - 1] ?? "c";
    await world.manifests(...bundle(letter));
    const { child, ended } = own.start("deploy", order);
    const off = at(n, isWrite, () => child.kill("SIGKILL"));
    const { code } = await ended;
    off();
    // the last writes may already be answered when the process ends by itself
    const again = await world.deploy(order, { runner: run(order, 2), site: { timing } });
    expect([n, code, again.status]).toEqual([n, code === 0 ? 0 : null, "live"]);
    expect(await own.letter()).toBe(letter);
    await own.whole();
  }
}, 400_000);

test("killed half way, and another run comes: it plans from what is there and goes live", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  await world.manifests(...bundle("b"));
  const { child, ended } = own.start("deploy", 2);
  at(1, isApplied("deployments"), () => child.kill("SIGKILL"));
  await ended;
  expect(await world.story()).toEqual(["1-1 live", "2-1 pending"]);
  await world.manifests(...bundle("c"));
  expect((await world.deploy(3, { site: { timing } })).status).toBe("live");
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
  await own.whole();
}, 120_000);

test("killed half way, and rolled back from elsewhere: what worked is live again", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  await world.manifests(...bundle("b"));
  const { child, ended } = own.start("deploy", 2);
  at(1, isApplied("deployments"), () => child.kill("SIGKILL"));
  await ended;
  expect(await world.rollback({ site: { timing } })).toMatchObject({ result: "rolled-back", from: "2-1", to: "1-1" });
  expect(await own.letter()).toBe("a");
  await own.whole();
}, 120_000);

test("row 26: stopped past expiry while another deploys, then going on: the first writes nothing more", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  await world.manifests(...bundle("b"));
  const { child, ended } = own.start("deploy", 2);
  const first = Promise.withResolvers<void>();
  at(1, isApplied("services"), () => {
    child.kill("SIGSTOP");
    first.resolve();
  });
  await first.promise;
  await world.manifests(...bundle("c"));
  expect((await world.deploy(3, { site: { timing } })).status).toBe("live");
  const before = world.cluster.requests.all.length;
  child.kill("SIGCONT");
  const { code, said } = await ended;
  expect(code).not.toBe(0);
  expect(said).toContain("no longer surely ours");
  expect(
    world.cluster.requests.all
      .slice(before)
      .filter(isWrite)
      // its renewal of the lease is refused, because another one changed it since
      .filter((record) => fromUs(record) && record.code < 400)
      .map(({ path }) => path),
  ).toEqual([]);
  expect(await world.story()).toEqual(["1-1 replaced", "2-1 replaced", "3-1 live"]);
  expect(await own.letter()).toBe("c");
  await own.whole();
}, 120_000);

test("row 15: interrupted at any request: it ends in time, gives the lease back, and the next attempt resumes", async () => {
  await world.manifests(...bundle("a"));
  await world.deploy(1);
  let order = 1;
  for (const n of [2, 9, 14, 19, 25, 31]) {
    order += 1;
    const letter = "bcdef"[order % 5] ?? "b";
    await world.manifests(...bundle(letter));
    const { child, ended } = own.start("deploy", order);
    let asked = 0;
    const off = at(
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
    expect(await own.holder()).toBe("");
    expect((await world.deploy(order, { runner: run(order, 2) })).status).toBe("live");
    await own.whole();
  }
}, 240_000);
