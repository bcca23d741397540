/** Worlds that have the same futures are made one: runs are numbered from the oldest on, and what decides nothing is left out. */
import { entryOf } from "../../src/release/record/head.ts";
import { isFinal } from "../../src/release/record/status.ts";
import { findWay } from "../../src/release/story/going-back.ts";
import type { Forgetting } from "./forget.ts";
import type { Journey } from "./journey.ts";
import { idIn, type Numbering, type Renumbering } from "./renumber.ts";
import type { Run } from "./run.ts";
import { holderOf } from "./shop.ts";
import type { Theatre } from "./theatre.ts";
import type { Still, World } from "./world.ts";

export interface Normal {
  readonly world: World;
  readonly renamed: (order: number) => number | undefined;
}

export class Normalising {
  readonly #journey: Journey;
  readonly #renumbering: Renumbering;
  readonly #forgetting: Forgetting;
  readonly #theatre: Theatre;
  readonly #environment: string;
  readonly #runs = new Map<string, Run>();

  constructor(theatre: Theatre, journey: Journey, renumbering: Renumbering, forgetting: Forgetting) {
    this.#theatre = theatre;
    this.#environment = journey.environment;
    this.#journey = journey;
    this.#renumbering = renumbering;
    this.#forgetting = forgetting;
  }

  takenOver(cluster: number): number {
    return this.#forgetting.takenOver(cluster);
  }

  normal(world: World): Normal {
    const kept = this.#kept({ ...world, slots: this.#alive(world) });
    const numbers = this.#numbers(kept);
    const to: Numbering = (order) => numbers.get(order) ?? missing(order);
    return { world: this.#renamed(kept, to), renamed: (order) => numbers.get(order) };
  }

  /** Without runs that have nothing left to do: what they would prove has ended, or is not theirs to undo. */
  #alive({ cluster, slots }: World): World["slots"] {
    const head = this.#theatre.head(cluster, this.#environment);
    return slots.filter(({ order, attempt, run, still }) => {
      const pending = this.#journey.pending(run);
      if (still !== undefined || pending === undefined) return true;
      const holder = holderOf(order, attempt);
      if (pending.does === "rollback") {
        const way = findWay(head, { undo: pending.undo ?? "this-run", to: "previous", holder, reason: undefined });
        return way.go || way.why !== "not-needed";
      }
      const entry = pending.release === undefined ? undefined : entryOf(head, pending.release);
      return pending.does === "deploy" || entry === undefined || !isFinal(entry.status);
    });
  }

  #kept(world: World): World {
    const slots = world.slots.map(({ order, run, still }) => {
      const pending = this.#journey.pending(run);
      return { order, proves: pending?.does === "smoke" ? pending.release : undefined, still: still !== undefined };
    });
    const about = { slots, fixes: world.fixes };
    const [cluster, fixes] = this.#forgetting.cluster(world.cluster, about);
    const kept = world.slots.map((slot) => {
      if (slot.still === undefined) return { ...slot, attempt: 1, run: this.#journey.bare(slot.run) };
      const [from] = this.#forgetting.cluster(slot.still.from, about);
      return { ...slot, still: { ...slot.still, from } };
    });
    return { cluster, fixes, slots: kept };
  }

  /** Odd numbers: a push that was made between two others finds room. Run 0 is any that is over; run 1 was there before all. */
  #numbers({ cluster, slots, fixes }: World): ReadonlyMap<number, number> {
    const named = new Set([...this.#renumbering.ordersOf(cluster), ...fixes.map(([order]) => order)]);
    for (const [, release] of fixes) named.add(Number(release.split("-")[0]));
    for (const { order, run, still } of slots) {
      named.add(order);
      for (const one of ordersIn(run)) named.add(one);
      if (still === undefined) continue;
      for (const one of this.#renumbering.ordersOf(still.from)) named.add(one);
      for (const one of ordersIn(still.story)) named.add(one);
      for (const [at, release] of still.story.fixes) named.add(at).add(Number(release.split("-")[0]));
    }
    const later = [...named].filter((order) => order > 1).sort((a, b) => a - b);
    return new Map([[0, 0], [1, 1], ...later.map((order, rank) => [order, 2 * rank + 3] as const)]);
  }

  #renamed({ cluster, slots, fixes }: World, to: Numbering): World {
    return {
      cluster: this.#renumbering.cluster(cluster, to),
      slots: slots.map(({ order, attempt, run, still }) => ({
        order: to(order),
        attempt,
        run: this.#run(run, to),
        ...(still === undefined ? {} : { still: this.#still(still, to) }),
      })),
      fixes: fixesIn(fixes, to),
    };
  }

  #still({ from, story, cut }: Still, to: Numbering): Still {
    return {
      from: this.#renumbering.cluster(from, to),
      story: {
        ...story,
        order: to(story.order),
        fixes: fixesIn(story.fixes, to),
        ...(story.release === undefined ? {} : { release: idIn(to, story.release) }),
      },
      cut,
    };
  }

  /** What its steps told the later ones names releases. */
  #run(run: Run, to: Numbering): Run {
    const orders = ordersIn(run);
    if (orders.every((order) => to(order) === order)) return run;
    const key = JSON.stringify([this.#journey.numberOf(run), orders.map(to)]);
    const known = this.#runs.get(key) ?? this.#journey.one(renamedRun(run, to));
    this.#runs.set(key, known);
    return known;
  }
}

const isId = /^\d+-\d+$/;
const missing = (order: number): never => {
  throw new Error(`run ${order} was not known to be named`);
};

const fixesIn = (fixes: World["fixes"], to: Numbering): World["fixes"] =>
  fixes.map(([order, release]) => [to(order), idIn(to, release)]);

const known = new WeakMap<object, readonly number[]>();
function ordersIn(value: object): readonly number[] {
  const before = known.get(value);
  if (before !== undefined) return before;
  const found: number[] = [];
  JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "string" && isId.test(inner)) found.push(Number(inner.split("-")[0]));
    return inner;
  });
  known.set(value, found);
  return found;
}

function renamedRun(run: Run, to: Numbering): Run {
  const { work } = run;
  if (work === undefined) return run;
  const results = Object.fromEntries(
    Object.entries(work.results).map(([step, result]) => [
      step,
      {
        ...result,
        outputs: Object.fromEntries(
          Object.entries(result.outputs).map(([name, said]) => [name, isId.test(said) ? idIn(to, said) : said]),
        ),
      },
    ]),
  );
  return { ...run, work: { ...work, results } };
}
