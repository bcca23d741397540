/** Where a step at work can be stopped, and how: it takes too long, its runner is lost, its run is cancelled, or it stands still. */
import { goOn, type Journey, type Onward } from "./journey.ts";
import type { Story } from "./story.ts";
import type { Cut, Theatre, Told } from "./theatre.ts";
import { type Limits, type Move, type Slot, type World, withSlot } from "./world.ts";

interface Stopped {
  readonly story: Story;
  readonly before: number;
  readonly at: number;
  /** for people */
  readonly where: string;
}

export class Stops {
  readonly #theatre: Theatre;
  readonly #journey: Journey;
  readonly #cuts: Limits["cuts"];

  constructor(theatre: Theatre, journey: Journey, cuts: Limits["cuts"]) {
    this.#theatre = theatre;
    this.#journey = journey;
    this.#cuts = cuts;
  }

  of(world: World, slot: Slot, story: Story, well: Told): readonly Move[] {
    const writes = well.requests.map((request, at) => ({ ...request, at: at + 1 }));
    const firstTry = writes.find(({ kind }) => kind === "try")?.at;
    const isStill = world.slots.some(({ still }) => still !== undefined);
    return writes.flatMap(({ kind, before, at, half }): readonly Move[] => {
      // to be stopped before it has begun is not to go on; two tries differ only in what it has seen by then
      if (at === 1 || (kind === "try" && at !== firstTry)) return [];
      const stops = this.#cuts === "anywhere" || half;
      if (!stops && at !== firstTry) return [];
      const stopped = { story, before: before(), at, where: this.#whereIs(story, { at, half, firstTry }) };
      const stands = isStill ? [] : [this.#standsStill(world, slot, stopped)];
      return stops ? [...stands, ...this.#ends(world, slot, stopped)] : stands;
    });
  }

  #whereIs(
    { does }: Story,
    { at, half, firstTry }: { at: number; half: boolean; firstTry: number | undefined },
  ): string {
    if (this.#cuts === "anywhere") return `before its request ${at}`;
    if (at === firstTry) return "before it tries anything";
    return half && does === "smoke" ? "right before it makes it live" : "half way";
  }

  #standsStill(world: World, { order, attempt, run }: Slot, { story, before, at, where }: Stopped): Move {
    const still = { from: world.cluster, story, cut: { at, how: "stands still" } as const };
    return {
      order,
      what: `${story.does} stands still ${where}`,
      event: false,
      stands: true,
      make: async () => ({
        world: withSlot({ ...world, cluster: before }, { order, attempt, run, still }),
        broken: [],
      }),
    };
  }

  #ends(world: World, slot: Slot, { story, before, at, where }: Stopped): readonly Move[] {
    const { order, run } = slot;
    const stopped = (label: string, ...next: Onward): Move => ({
      order,
      what: `${story.does} ${label} ${where}`,
      event: true,
      make: async () => ({ world: goOn(this.#journey, { ...world, cluster: before }, slot, ...next), broken: [] }),
    });
    const cut: Cut = { at, how: "is told to stop" };
    return [
      stopped("takes too long and is ended", "is ended", (pipeline) => pipeline.stepEnded(run, "failure", {})),
      stopped("loses its runner", "is lost", (pipeline) => pipeline.lost(run)),
      {
        order,
        what: `is cancelled at its ${story.does}, ${where}`,
        event: true,
        make: async () => {
          const { state, broken } = await this.#theatre.play(world.cluster, story, cut);
          const cancelled = goOn(this.#journey, { ...world, cluster: state }, slot, "is cancelled", (pipeline) =>
            pipeline.cancel(run),
          );
          return { world: cancelled, broken };
        },
      },
    ];
  }
}
