/** What each guard holds back: taken out of src/release, a sequence goes wrong, and is gone move by move to show that it is one. */
import { afterEach, expect, test, vi } from "vitest";
import { type Environment, Scene } from "./scene.ts";

vi.mock("../../src/release/render/render.ts", () => import("./rendering.ts"));

const removed = vi.hoisted(() => ({ order: false, lease: false, hold: false }));
afterEach(() => Object.assign(removed, { order: false, lease: false, hold: false }));

vi.mock("../../src/release/order/supersede.ts", async (original) => {
  const actual = await original<typeof import("../../src/release/order/supersede.ts")>();
  const superseded: typeof actual.superseded = (...asked) => (removed.order ? undefined : actual.superseded(...asked));
  return { ...actual, superseded };
});
vi.mock("../../src/release/order/hold.ts", async (original) => {
  const actual = await original<typeof import("../../src/release/order/hold.ts")>();
  const decideHold: typeof actual.decideHold = (asked) => (removed.hold ? { held: false } : actual.decideHold(asked));
  return { ...actual, decideHold };
});
vi.mock("../../src/release/lease/lease.ts", async (original) => {
  const actual = await original<typeof import("../../src/release/lease/lease.ts")>();
  const decideTake: typeof actual.decideTake = (...asked) =>
    removed.lease ? { take: "now", because: "free" } : actual.decideTake(...asked);
  const mayWrite: typeof actual.mayWrite = (...asked) => removed.lease || actual.mayWrite(...asked);
  return { ...actual, decideTake, mayWrite };
});

/** The sequence with the fewest events that goes wrong, found in both ways of looking; as a person would want to read it. */
async function counterexample(environment: Environment, events: number): Promise<readonly string[]> {
  const found = [];
  for (const how of ["plainly", "briefly"] as const) {
    const scene = new Scene(environment, { cuts: "half way", again: false });
    found.push(await scene.counterexample(await scene[how](events)));
  }
  const [plain, brief] = found;
  expect(brief?.events).toBe(plain?.events);
  console.log(brief?.told.join("\n"));
  return brief?.told ?? [];
}

test("without the order check an older release gets past a newer one", async () => {
  removed.order = true;
  expect(await counterexample("production", 4)).toEqual([
    "an older release stands over a newer one: objects of 3-2 of run 2 over those of 3-1 of run 3, which is live",
    "1-1 is live; then, with the events numbered,",
    "  1. push 2",
    "  2. push 3",
    "  3. run 3: production is approved",
    "     run 3: deploy → applied",
    "     run 3: smoke → live",
    "  4. run 2: production is approved",
    "     run 2: deploy → applied",
  ]);
}, 180_000);

test("without the lease a release that stood still becomes live over a newer one, and two are live", async () => {
  removed.lease = true;
  expect(await counterexample("staging", 2)).toEqual([
    "two releases are live: 2-1 of run 2 by its record, and objects of 3-1, which is replaced",
    "1-1 is live; then, with the events numbered,",
    "  1. push 2",
    "     run 2: deploy → applied",
    "     run 2: smoke stands still right before it makes it live",
    "  2. push 3",
    "     run 3: deploy → applied",
    "     run 2: smoke goes on, long after → live",
  ]);
}, 180_000);

test("without the hold what was rolled back comes back with the next push", async () => {
  removed.hold = true;
  expect(await counterexample("staging", 3)).toEqual([
    "2-1 of run 2 was rolled back, and came back in 3-1 of run 3 though nobody said that it is mended",
    "1-1 is live; then, with the events numbered,",
    "  1. push 2",
    "     run 2: deploy → applied",
    "  2. run 2: smoke takes too long and is ended right before it makes it live",
    "     run 2: rollback → rolled-back",
    "  3. push 3",
    "     run 3: deploy → applied",
    "     run 3: smoke → live",
  ]);
}, 180_000);
