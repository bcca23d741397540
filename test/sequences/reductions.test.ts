/** Fewer ways are looked at, and that must leave nothing out: held against every way there is, as far as both can be gone. */
import { expect, test, vi } from "vitest";
import type { Explored } from "./explore.ts";
import type { Journey } from "./journey.ts";
import { keyOf } from "./plain.ts";
import type { Run } from "./run.ts";
import { type Environment, Scene } from "./scene.ts";
import { type World, withoutSlot } from "./world.ts";

vi.mock("../../src/release/render/render.ts", () => import("./rendering.ts"));

const about = ({ cluster, fixes }: World) => JSON.stringify([cluster, fixes]);

/** Without who stands still, and without who has only been pushed: of these the fewer ways say nothing until they do something. */
function settled({ moves: { journey } }: Scene, world: World): World {
  const mends = new Set(world.fixes.map(([order]) => order));
  return world.slots
    .filter(({ order, run, still }) => still !== undefined || (isNew(journey, run) && !mends.has(order)))
    .reduce((rest, { order }) => withoutSlot(rest, order), world);
}
const isNew = (journey: Journey, run: Run) => run.asks !== undefined || journey.pending(run)?.does === "deploy";

/** Which of these worlds, with the events they took, have no like among those. */
function missing(scene: Scene, all: Explored, fewer: Explored): readonly World[] {
  const met = Map.groupBy(fewer.worlds, ({ world }) => about(world));
  return all.worlds.flatMap(({ world, events }) => {
    const { world: like } = scene.normalising.normal(settled(scene, world));
    const found = met
      .get(about(like))
      ?.some(
        (other) =>
          other.events <= events &&
          like.slots.every(({ order, run }) =>
            other.world.slots.some((slot) => slot.order === order && slot.run === run),
          ),
      );
    return found === true ? [] : [like];
  });
}

test.each([
  ["staging", 3, false],
  ["staging", 2, true],
  ["production", 5, false],
  ["production", 4, true],
] as const)(
  "%s: the fewer ways come to everything that all ways of up to %i events come to (run again: %s)",
  async (environment: Environment, events: number, again: boolean) => {
    const scene = new Scene(environment, { cuts: "half way", again });
    const all = await scene.plainly(events);
    const fewer = await scene.briefly(events);
    console.log(`${environment}, ${events} events: ${all.states} states in all ways, ${fewer.states} in fewer`);
    expect(fewer.states).toBeLessThan(all.states);
    expect(missing(scene, all, fewer).map((world) => keyOf(scene.moves, world))).toEqual([]);
  },
  300_000,
);

test("a search that leaves something out is noticed", async () => {
  const scene = new Scene("staging", { cuts: "half way", again: false });
  const [all, fewer] = [await scene.plainly(2), await scene.briefly(2)];
  // a world that has no event left makes no other needless; the last two are dropped
  const worlds = fewer.worlds.slice(0, -2);
  expect(missing(scene, all, { ...fewer, worlds }).length).toBeGreaterThan(0);
}, 180_000);

test("worlds that are made one have the same futures, move by move", async () => {
  const scene = new Scene("staging", { cuts: "half way", again: false });
  const { moves, normalising } = scene;
  const futures = async (world: World): Promise<readonly string[]> => {
    const here = keyOf(moves, normalising.normal(world).world);
    const next = (await moves.all(world)).filter(({ stands }) => stands !== true);
    const told = await Promise.all(
      next.map(async ({ event, make }) => {
        const made = await make();
        const there = keyOf(moves, normalising.normal(made.world).world);
        return there === here ? [] : [`${event} ${made.broken.length} ${there}`];
      }),
    );
    return [...new Set(told.flat())].sort();
  };
  const { worlds } = await scene.plainly(3);
  const quiet = worlds.filter(({ world }) => world.slots.every(({ still }) => still === undefined));
  const changed = quiet.filter(({ world }) => keyOf(moves, normalising.normal(world).world) !== keyOf(moves, world));
  expect(changed.length).toBeGreaterThan(50);
  for (const { world } of quiet) {
    const { world: normal } = normalising.normal(world);
    expect(await futures(normal)).toEqual(await futures(world));
    expect(keyOf(moves, normalising.normal(normal).world)).toBe(keyOf(moves, normal));
  }
}, 300_000);
