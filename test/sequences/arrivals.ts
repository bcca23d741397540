/**
 * Sequences in fewer ways: a push is made when its run first does something, in whatever place of the line; and nobody looks at a run that
 * goes away and leaves everything as it was. docs/adr/0150 says why that leaves nothing out.
 */
import type { Ground, Landing, Leap } from "./explore.ts";
import type { Moves } from "./moves.ts";
import type { Normalising } from "./normal.ts";
import { keyOf } from "./plain.ts";
import type { Probe } from "./probe.ts";
import { type Made, type Move, type Slot, type Step, type Still, slotOf, type World, withoutSlot } from "./world.ts";

const stepOf = ({ order, what, event }: Move): Step => ({ order, what, event });

export class Arrivals implements Ground {
  readonly #moves: Moves;
  readonly #probe: Probe;
  readonly #normalising: Normalising;

  constructor(moves: Moves, probe: Probe, normalising: Normalising) {
    this.#moves = moves;
    this.#probe = probe;
    this.#normalising = normalising;
  }

  async first(): Promise<World> {
    return this.#normalising.normal(await this.#moves.first()).world;
  }

  key(world: World): string {
    return keyOf(this.#moves, world);
  }

  /** A run that is there may also do nothing for ever. */
  covers(met: World, { slots }: World): boolean {
    return slots.every((slot) => {
      const other = slotOf(met, slot.order);
      return other !== undefined && other.run === slot.run && slot.still === undefined && other.still === undefined;
    });
  }

  broken(world: World): Promise<readonly string[]> {
    return this.#probe.broken(world);
  }

  async leaps(world: World, left: number): Promise<readonly Leap[]> {
    const moves = this.#moves;
    const own = await Promise.all(world.slots.map((slot) => moves.own(world, slot)));
    const begun =
      left === 0
        ? []
        : [
            ...gaps(moves.newest(world)).map((order) => moves.push(world, order)),
            ...moves.again(world, (order) => slotOf(world, order)?.still === undefined),
          ];
    return [
      ...(await Promise.all(own.flat().map((move) => this.#leap([move])))).flat(),
      ...(await Promise.all(moves.mends(world).map((move) => this.#leap([move])))).flat(),
      ...(await Promise.all(begun.map((move) => this.#begins(left, [], move)))).flat(),
    ];
  }

  /** It begins, is let in where somebody is asked, and does its first step. */
  async #begins(left: number, before: readonly Move[], move: Move): Promise<readonly Leap[]> {
    const { world } = await move.make();
    const slot = slotOf(world, move.order);
    if (slot === undefined) return [];
    const next = await this.#moves.own(world, slot);
    const steps = [...before, move];
    if (steps.length > left) return [];
    const letIn = next.find(({ what }) => what.endsWith(" is approved"));
    if (slot.run.asks !== undefined) return letIn === undefined ? [] : this.#begins(left, steps, letIn);
    return (await Promise.all(next.map((first) => this.#leap([...steps, first])))).flat();
  }

  async #leap(moves: readonly Move[]): Promise<readonly Leap[]> {
    const last = moves.at(-1);
    if (last === undefined) return [];
    const steps = moves.map(stepOf);
    if (!last.stands) return [{ steps, make: async () => this.#landed(await last.make()) }];
    const { world } = await last.make();
    const slot = slotOf(world, last.order);
    if (slot?.still === undefined || !(await this.#isHarmless(world, slot, slot.still)))
      return [{ steps, make: async () => this.#landed(await last.make()) }];
    const [goesOn] = await this.#moves.own(world, slot);
    const gone = withoutSlot(world, last.order);
    return [
      { steps, make: async () => this.#landed({ world: gone, broken: [] }) },
      ...(goesOn === undefined
        ? []
        : [{ steps: [...steps, stepOf(goesOn)], make: async () => this.#landed(await goesOn.make()) }]),
    ];
  }

  /** Whether it writes nothing more, and its run does no other step, once another has had the lease. */
  async #isHarmless(world: World, slot: Slot, still: Still): Promise<boolean> {
    const { theatre } = this.#moves;
    const later = this.#normalising.takenOver(world.cluster);
    const { state, ended, broken } = await theatre.play(still.from, still.story, still.cut, later);
    if (state !== later || broken.length > 0 || ended === undefined || ended.verdict === "ok") return false;
    return this.#moves.after(slot, ended) === undefined;
  }

  #landed(made: Made): Landing {
    return { ...made, ...this.#normalising.normal(made.world) };
  }
}

/** Every place in the line: before each that is there, and behind all. */
const gaps = (newest: number): readonly number[] =>
  Array.from({ length: Math.floor(newest / 2) }, (_, at) => 2 * at + 2);
