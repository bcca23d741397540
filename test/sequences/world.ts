/** One environment at one moment: its cluster, the runs that are not over, and what the commits say. */
import type { Fixes } from "./laws.ts";
import type { Run } from "./run.ts";
import type { Story } from "./story.ts";
import type { Cut } from "./theatre.ts";

/** A step that stands still in the middle: from what it began, and where it stands. */
export interface Still {
  readonly from: number;
  readonly story: Story;
  readonly cut: Cut;
}

export interface Slot {
  readonly order: number;
  readonly attempt: number;
  readonly run: Run;
  readonly still?: Still;
}

export interface World {
  readonly cluster: number;
  /** runs that are not over, in the order of their pushes */
  readonly slots: readonly Slot[];
  readonly fixes: Fixes;
}

/** What a move is: whose, what it does, and whether it is one of the events; what else happens happens by itself. */
export interface Step {
  readonly order: number;
  readonly what: string;
  readonly event: boolean;
}

export interface Made {
  readonly world: World;
  readonly broken: readonly string[];
  /** how the step ended */
  readonly said?: string;
}

export interface Move extends Step {
  /** the run stands still afterwards */
  readonly stands?: boolean;
  readonly make: () => Promise<Made>;
}

export interface Limits {
  /** how many events a sequence has at most */
  readonly events: number;
  /** how many states are looked at before one gives up */
  readonly states: number;
  /** where a step can be stopped: before every write of it, or when half of its objects are written */
  readonly cuts: "anywhere" | "half way";
  /** whether a run that is over may be run again */
  readonly again: boolean;
}

export const slotOf = (world: World, order: number): Slot | undefined =>
  world.slots.find((slot) => slot.order === order);

export function withSlot(world: World, slot: Slot): World {
  const others = world.slots.filter(({ order }) => order !== slot.order);
  return { ...world, slots: [...others, slot].sort((a, b) => a.order - b.order) };
}

export const withoutSlot = (world: World, order: number): World => ({
  ...world,
  slots: world.slots.filter((slot) => slot.order !== order),
});
