/** Sequences as they are: each move by itself, and no two worlds taken for one that are not the same in everything. */
import type { Ground, Leap } from "./explore.ts";
import type { Moves } from "./moves.ts";
import type { Probe } from "./probe.ts";
import type { Move, World } from "./world.ts";

export const keyOf = (moves: Moves, { cluster, slots, fixes }: World): string =>
  JSON.stringify([
    cluster,
    slots.map(({ order, attempt, run, still }) => [order, attempt, moves.journey.numberOf(run), still]),
    fixes,
  ]);

const leap = (move: Move): Leap => ({
  steps: [move],
  make: async () => ({ ...(await move.make()), renamed: (order) => order }),
});

export const plain = (moves: Moves, probe: Probe): Ground => ({
  first: () => moves.first(),
  leaps: async (world) => (await moves.all(world)).map(leap),
  key: (world) => keyOf(moves, world),
  broken: (world) => probe.broken(world),
});
