/** What may come next in a world: each run by itself, people's answers, what goes wrong, and a new push. */
import { goOn, type Journey, type Onward } from "./journey.ts";
import type { Fixes } from "./laws.ts";
import type { Renumbering } from "./renumber.ts";
import type { Pending, Run } from "./run.ts";
import { runIn, runOf } from "./shop.ts";
import { Stops } from "./stops.ts";
import type { Ended, Story } from "./story.ts";
import type { Theatre, Told } from "./theatre.ts";
import { type Limits, type Made, type Move, type Slot, slotOf, type World, withSlot } from "./world.ts";

const wrongs = { deploy: ["refused"], smoke: ["findings", "tool-error"], rollback: ["findings"] } as const;

export type Kinds = Pick<Limits, "cuts" | "again">;

export class Moves {
  readonly theatre: Theatre;
  readonly journey: Journey;
  readonly environment: string;
  readonly #renumbering: Renumbering;
  readonly #stops: Stops;
  readonly #again: boolean;

  constructor(theatre: Theatre, journey: Journey, renumbering: Renumbering, { cuts, again }: Kinds) {
    this.theatre = theatre;
    this.journey = journey;
    this.environment = journey.environment;
    this.#renumbering = renumbering;
    this.#stops = new Stops(theatre, journey, cuts);
    this.#again = again;
  }

  /** Release 1 is live and proven. */
  async first(): Promise<World> {
    const { environment, theatre } = this;
    const story = { environment, order: 1, attempt: 1, fixes: [], windowMs: 600_000 };
    const deployed = await theatre.play(theatre.empty, { ...story, does: "deploy" });
    const proven = await theatre.play(deployed.state, { ...story, does: "smoke" });
    if (proven.ended?.outputs["status"] !== "live") throw new Error("the first release did not become live");
    return { cluster: proven.state, slots: [], fixes: [] };
  }

  async all(world: World): Promise<readonly Move[]> {
    const own = await Promise.all(world.slots.map((slot) => this.own(world, slot)));
    return [...own.flat(), this.push(world, this.newest(world)), ...this.mends(world), ...this.again(world)];
  }

  /** A number that was never given: a run that left nothing behind has had none that anybody could ask for. */
  newest({ cluster, slots, fixes }: World): number {
    const mended = fixes.map(([order]) => order);
    return Math.max(...this.#renumbering.ordersOf(cluster), ...slots.map(({ order }) => order), ...mended) + 1;
  }

  push(world: World, order: number): Move {
    const pushed = this.#begin(world, order, 1);
    return { order, what: "push", event: true, make: async () => ({ world: pushed, broken: [] }) };
  }

  /** Its commit says that what was rolled back is mended. */
  mends(world: World): readonly Move[] {
    const { hold } = this.theatre.head(world.cluster, this.environment);
    if (hold === undefined) return [];
    const order = this.newest(world);
    const fixes: Fixes = [...world.fixes, [order, hold.release]];
    const pushed = this.#begin({ ...world, fixes }, order, 1);
    const what = `push, which says that it mends ${hold.release}`;
    return [{ order, what, event: true, make: async () => ({ world: pushed, broken: [] }) }];
  }

  /** A run that is over can be run again, in whatever way it ended. It keeps its order. */
  again(world: World, isOver = (order: number) => slotOf(world, order) === undefined): readonly Move[] {
    if (!this.#again) return [];
    const { entries } = this.theatre.head(world.cluster, this.environment);
    const over = new Set(entries.map(runOf).filter(isOver));
    return [...over].map((order) => {
      const attempts = entries.map(({ holder }) => runIn(holder)).filter((one) => one?.order === order);
      const next = this.#begin(world, order, Math.max(...attempts.map((one) => one?.attempt ?? 1)) + 1);
      return { order, what: "is run again", event: true, make: async () => ({ world: next, broken: [] }) };
    });
  }

  #begin(world: World, order: number, attempt: number): World {
    return withSlot(world, { order, attempt, run: this.journey.begun() });
  }

  async own(world: World, slot: Slot): Promise<readonly Move[]> {
    const { order, run, still } = slot;
    const { journey } = this;
    const answered = (what: string, next: () => World): Move => ({
      order,
      what,
      event: true,
      make: async () => ({ world: next(), broken: [] }),
    });
    const cancelled = () => goOn(this.journey, world, slot, "is cancelled", (pipeline) => pipeline.cancel(run));
    if (run.asks !== undefined) {
      const job = journey.jobOf(run);
      const answer = (word: "approved" | "rejected") =>
        answered(`${job} is ${word}`, () =>
          goOn(this.journey, world, slot, word, (pipeline) => pipeline.answer(run, word)),
        );
      return [answer("approved"), answer("rejected"), answered(`is cancelled while ${job} waits`, cancelled)];
    }
    const pending = journey.pending(run);
    if (pending === undefined) return [];
    if (still !== undefined) return [this.#goesOn(world, slot, still.story.does)];
    return [
      ...(await this.#plays(world, slot, pending)),
      answered(`is cancelled before its ${pending.does}`, cancelled),
    ];
  }

  #goesOn(world: World, slot: Slot, does: Story["does"]): Move {
    return {
      order: slot.order,
      what: `${does} goes on, long after`,
      event: false,
      make: async () => {
        const { still } = slot;
        if (still === undefined) throw new Error("nothing stands still");
        return this.#ended(world, slot, await this.theatre.play(still.from, still.story, still.cut, world.cluster));
      },
    };
  }

  /** A step at work: it goes well, it goes wrong, it is stopped anywhere, or it stands still anywhere. */
  async #plays(world: World, slot: Slot, pending: Pending): Promise<readonly Move[]> {
    const { order, attempt } = slot;
    const { job: _job, ...about } = pending;
    const fixes = world.fixes.filter(([at]) => at <= order);
    const story: Story = { ...about, order, attempt, fixes };
    const well = await this.theatre.play(world.cluster, story);
    return [
      { order, what: story.does, event: false, make: async () => this.#ended(world, slot, well) },
      ...(well.risked ? wrongs[story.does] : []).map((wrong) => ({
        order,
        what: `${story.does} goes wrong (${wrong})`,
        event: true,
        make: async () => this.#ended(world, slot, await this.theatre.play(world.cluster, { ...story, wrong })),
      })),
      ...this.#stops.of(world, slot, story, well),
    ];
  }

  #ended(world: World, slot: Slot, { ended, state, broken }: Told): Made {
    if (ended === undefined) throw new Error("a story that nobody stopped did not end");
    return {
      world: goOn(this.journey, { ...world, cluster: state }, slot, ...afterwards(slot, ended)),
      broken,
      said: ended.said,
    };
  }

  /** Where its run stands once its step has ended so; nothing where it leaves. */
  after({ run, ...slot }: Slot, ended: Ended): Run | undefined {
    return this.journey.next(run, ...afterwards({ run, ...slot }, ended));
  }
}

const afterwards = ({ run }: Slot, { verdict, outputs }: Ended): Onward => {
  const end = verdict === "ok" ? "success" : "failure";
  return [JSON.stringify([end, outputs]), (pipeline) => pipeline.stepEnded(run, end, outputs)];
};
