/** Every sequence of events in one environment, each state of the world only once, those reached with fewer events first. */
import { entryOf } from "../../src/release/record/head.ts";
import type { Fixes } from "./laws.ts";
import type { Pending, Pipeline, Run } from "./run.ts";
import type { Cut, Story, Theatre, Told } from "./story.ts";

/** A run and, where its step stands still in the middle, from what it began and where it stands. */
interface Slot {
  readonly order: number;
  readonly run: Run;
  readonly still?: { readonly from: number; readonly story: Story; readonly cut: Cut };
}

interface World {
  readonly cluster: number;
  /** runs that are not over, in the order of their pushes */
  readonly slots: readonly Slot[];
  readonly fixes: Fixes;
}

interface Made {
  readonly world: World;
  readonly broken: readonly string[];
  /** how the step ended */
  readonly said?: string | undefined;
}

interface Move {
  readonly label: string;
  /** whether it is one of the events; what else happens happens by itself */
  readonly event: boolean;
  readonly make: () => Promise<Made>;
}

export interface Limits {
  /** how many events a sequence has at most */
  readonly events: number;
  /** how many states are looked at before one gives up */
  readonly states: number;
  /** where a step can be stopped: before every write of it, or when half of its objects are written */
  readonly cuts: "anywhere" | "half way";
  /** `number`: worlds that differ in how their runs are numbered are different ones; for the proof that they are not */
  readonly tellApart?: "number";
}

export interface Explored {
  readonly states: number;
  readonly moves: number;
  readonly stories: number;
  readonly sequences: bigint;
  /** how steps ended, each word with how often */
  readonly ends: Readonly<Record<string, number>>;
  readonly counterexample?: Counterexample;
}

export interface Counterexample {
  readonly broken: readonly string[];
  readonly steps: readonly { readonly label: string; readonly event: boolean }[];
}

interface Node {
  readonly world: World;
  readonly events: number;
  readonly from?: { readonly node: Node; readonly label: string; readonly event: boolean };
  /** the keys of what may come next */
  readonly next: { readonly key: string; readonly event: boolean }[];
}

/** Sequences of one environment: what happens in the other one changes nothing here but who comes, and when. */
export class Exploration {
  readonly #theatre: Theatre;
  readonly #pipeline: Pipeline;
  readonly #environment: string;
  readonly #limits: Limits;
  readonly #runs = new Map<string, { readonly run: Run; readonly number: number }>();
  readonly #numbers = new Map<Run, number>();
  readonly #nexts = new Map<string, Run | undefined>();
  readonly #pendings = new Map<Run, Pending | undefined>();
  readonly #probed = new Map<string, readonly string[]>();

  constructor(theatre: Theatre, pipeline: Pipeline, environment: string, limits: Limits) {
    this.#theatre = theatre;
    this.#pipeline = pipeline;
    this.#environment = environment;
    this.#limits = limits;
  }

  async explore(): Promise<Explored> {
    const root: Node = { world: await this.#first(), events: 0, next: [] };
    const known = new Map([[this.#key(root.world), root]]);
    const ends: Record<string, number> = {};
    let moves = 0;
    const done = (counterexample?: Counterexample): Explored => ({
      states: known.size,
      moves,
      stories: this.#theatre.played,
      sequences: countSequences(root, known, this.#limits.events),
      ends,
      ...(counterexample === undefined ? {} : { counterexample }),
    });
    // what happens by itself before what costs an event: a state is met first with the fewest events
    let layer = [root];
    while (layer.length > 0) {
      const later: Node[] = [];
      for (let node = layer.pop(); node !== undefined; node = layer.pop()) {
        const here = node;
        if (known.get(this.#key(here.world)) !== here) continue;
        for (const move of await this.#moves(here.world)) {
          if (move.event && here.events === this.#limits.events) continue;
          moves += 1;
          const { world, broken, said } = await move.make();
          if (said !== undefined) ends[said] = (ends[said] ?? 0) + 1;
          const { event } = move;
          const label = said === undefined ? move.label : `${move.label} → ${said}`;
          const events = here.events + (event ? 1 : 0);
          const there: Node = { world, events, from: { node: here, label, event }, next: [] };
          const wrong = [...broken, ...(await this.#broken(world))];
          if (wrong.length > 0) return done({ broken: [...new Set(wrong)], steps: stepsTo(there) });
          const key = this.#key(world);
          const same = known.get(key);
          here.next.push({ key, event });
          if (same !== undefined && same.events <= events) continue;
          known.set(key, there);
          if (known.size > this.#limits.states) throw new Error(`more than ${this.#limits.states} states`);
          (event ? later : layer).push(there);
        }
      }
      layer = later;
    }
    return done();
  }

  /** Release 1 is live and proven. */
  async #first(): Promise<World> {
    const story = { environment: this.#environment, order: 1, fixes: [], windowMs: 600_000 };
    const deployed = await this.#theatre.play(this.#theatre.empty, { ...story, does: "deploy" });
    const proven = await this.#theatre.play(deployed.state, { ...story, does: "smoke" });
    if (proven.ended?.outputs["status"] !== "live") throw new Error("the first release did not become live");
    return { cluster: proven.state, slots: [], fixes: [] };
  }

  /** Equal runs are one, so that they can be told by a number. */
  #one(run: Run): Run {
    const key = JSON.stringify(run);
    const known = this.#runs.get(key) ?? { run, number: this.#runs.size };
    this.#runs.set(key, known);
    this.#numbers.set(known.run, known.number);
    return known.run;
  }

  /**
   * Two worlds are the same where they differ only in how the runs are numbered: nothing but the order of the numbers decides.
   */
  #key({ cluster, slots, fixes }: World): string {
    const runs = slots.map(({ order, run, still }) => [
      `${order}-`,
      this.#shapeOf(run),
      ...(still === undefined ? [] : [this.#theatre.shape(still.from), still.cut.at]),
    ]);
    const open = fixes.map(([order, release]) => [`${order}-`, release]);
    const exact = [cluster, slots.map(({ order, run, still }) => [order, this.#numbers.get(run), still]), fixes];
    if (this.#limits.tellApart === "number") return JSON.stringify(exact);
    return ranked(JSON.stringify([this.#theatre.shape(cluster), runs, open]));
  }

  readonly #shapes = new Map<Run, string>();
  #shapeOf(run: Run): string {
    const known =
      this.#shapes.get(run) ??
      JSON.stringify([run.asks, run.work?.job, run.work?.at, run.work?.status, run.work?.results]);
    this.#shapes.set(run, known);
    return known;
  }

  /** What the workflow makes of it; asked once, for the same run always goes on in the same way. */
  #next(run: Run, what: string, make: () => Run): Run | undefined {
    const key = `${this.#numbers.get(run)} ${what}`;
    if (!this.#nexts.has(key)) {
      const arrived = this.#arrive(make());
      this.#nexts.set(key, arrived && this.#one(arrived));
    }
    return this.#nexts.get(key);
  }

  #pendingOf(run: Run): Pending | undefined {
    if (!this.#pendings.has(run)) this.#pendings.set(run, this.#pipeline.pending(run));
    return this.#pendings.get(run);
  }

  /** As far as the run goes without touching this environment; nothing where it never will again. */
  #arrive(run: Run): Run | undefined {
    let now = run;
    for (;;) {
      if (now.asks !== undefined) return this.#pipeline.jobOf(now) === this.#environment ? now : undefined;
      if (now.work === undefined) return undefined;
      const pending = this.#pipeline.pending(now);
      if (pending?.environment === this.#environment) return now;
      // the other environment is not this one's to prove: there it goes well, or the run never comes here
      if (this.#environment === "staging") return undefined;
      const outputs = { status: pending?.does === "deploy" ? "applied" : "live", verdict: "ok" };
      now = this.#pipeline.stepEnded(now, "success", outputs);
    }
  }

  async #moves(world: World): Promise<readonly Move[]> {
    const own = await Promise.all(world.slots.map((slot) => this.#movesOf(world, slot)));
    return [...own.flat(), ...this.#pushes(world)];
  }

  #pushes(world: World): readonly Move[] {
    const { entries, hold } = this.#theatre.head(world.cluster, this.#environment);
    const orders = [...entries, ...world.slots].map(({ order }) => order);
    const mended = world.fixes.map(([order]) => order);
    // a run that left nothing behind has had no order that anybody could ask for
    const order = Math.max(...orders, ...mended) + 1;
    const push = (label: string, fixes: Fixes): Move => ({
      label,
      event: true,
      make: async () => ({ world: this.#with({ ...world, fixes }, order, this.#begun()), broken: [] }),
    });
    const mends: Move[] =
      hold === undefined
        ? []
        : [push(`push ${order}, which says that it mends ${hold.release}`, [...world.fixes, [order, hold.release]])];
    return [push(`push ${order}`, world.fixes), ...mends];
  }

  #started: Run | undefined;
  #begun(): Run | undefined {
    this.#started ??= this.#arrive(this.#pipeline.begin());
    return this.#started && this.#one(this.#started);
  }

  async #movesOf(world: World, { order, run, still }: Slot): Promise<readonly Move[]> {
    const who = `run ${order}`;
    const pipeline = this.#pipeline;
    const answered = (label: string, next: () => Run): Move => ({
      label: `${who}: ${label}`,
      event: true,
      make: async () => ({ world: this.#with(world, order, this.#next(run, label, next)), broken: [] }),
    });
    if (run.asks !== undefined)
      return [
        answered(`${pipeline.jobOf(run)} is approved`, () => pipeline.answer(run, "approved")),
        answered(`${pipeline.jobOf(run)} is rejected`, () => pipeline.answer(run, "rejected")),
        answered(`is cancelled while ${pipeline.jobOf(run)} waits`, () => pipeline.cancel(run)),
      ];
    const pending = this.#pendingOf(run);
    if (pending === undefined) return [];
    if (still !== undefined)
      return [
        {
          label: `${who}: ${pending.does} goes on, long after`,
          event: false,
          make: async () => {
            const told = await this.#theatre.play(still.from, still.story, still.cut, world.cluster);
            return this.#ended(world, order, run, told);
          },
        },
      ];
    return [
      ...(await this.#plays(world, order, run, pending)),
      answered(`is cancelled before its ${pending.does}`, () => pipeline.cancel(run)),
    ];
  }

  /** A step at work: it goes well, it goes wrong, it is stopped anywhere, or it stands still anywhere. */
  async #plays(world: World, order: number, run: Run, pending: Pending): Promise<readonly Move[]> {
    const { job: _job, ...about } = pending;
    const fixes = world.fixes.filter(([at]) => at <= order);
    const story: Story = { ...about, order, fixes };
    const well = await this.#theatre.play(world.cluster, story);
    const what = `run ${order}: ${story.does}`;
    const isStill = world.slots.some((slot) => slot.still !== undefined);
    const writes = well.requests.map((request, at) => ({ ...request, at: at + 1 }));
    const firstTry = writes.find(({ kind }) => kind === "try")?.at;
    return [
      { label: what, event: false, make: async () => this.#ended(world, order, run, well) },
      ...wrongs[story.does].map(
        (wrong): Move => ({
          label: `${what} goes wrong (${wrong})`,
          event: true,
          make: async () =>
            this.#ended(world, order, run, await this.#theatre.play(world.cluster, { ...story, wrong })),
        }),
      ),
      ...writes.flatMap(({ kind, before, at, half }) => {
        // to be stopped before it has begun is not to go on; two tries differ only in what it has seen by then
        if (at === 1 || (kind === "try" && at !== firstTry)) return [];
        const isCut = this.#limits.cuts === "anywhere" || half;
        if (!isCut && at !== firstTry) return [];
        const stopped = (label: string, next: () => Run): Move => ({
          label: `${what} ${label} before its request ${at}`,
          event: true,
          make: async () => ({
            world: this.#with({ ...world, cluster: before }, order, this.#next(run, label, next)),
            broken: [],
          }),
        });
        const cut: Cut = { at, how: "stands still" };
        const stands: Move = {
          label: `${what} stands still before its request ${at}`,
          event: false,
          make: async () => ({
            world: this.#put({ ...world, cluster: before }, { order, run, still: { from: world.cluster, story, cut } }),
            broken: [],
          }),
        };
        const cancelled: Move = {
          label: `run ${order} is cancelled at its ${story.does}, before request ${at}`,
          event: true,
          make: async () => {
            const { state, broken } = await this.#theatre.play(world.cluster, story, { at, how: "is told to stop" });
            const next = this.#next(run, "cancel", () => this.#pipeline.cancel(run));
            return { world: this.#with({ ...world, cluster: state }, order, next), broken };
          },
        };
        return [
          ...(isStill ? [] : [stands]),
          ...(isCut
            ? [
                stopped("takes too long and is ended", () => this.#pipeline.stepEnded(run, "failure", {})),
                stopped("loses its runner", () => this.#pipeline.lost(run)),
                cancelled,
              ]
            : []),
        ];
      }),
    ];
  }

  #ended(world: World, order: number, run: Run, { ended, state, broken }: Told): Made {
    if (ended === undefined) throw new Error("a story that nobody stopped did not end");
    const { verdict, outputs } = ended;
    const end = verdict === "ok" ? "success" : "failure";
    const next = this.#next(run, JSON.stringify([end, outputs]), () => this.#pipeline.stepEnded(run, end, outputs));
    const said = outputs["status"] ?? outputs["result"] ?? outputs["error"];
    return { world: this.#with({ ...world, cluster: state }, order, next), broken, said };
  }

  /** The run of this order is there now; or is gone, where it never comes back to this environment. */
  #with(world: World, order: number, run: Run | undefined): World {
    const slots = world.slots.filter((slot) => slot.order !== order);
    return run === undefined ? { ...world, slots } : this.#put(world, { order, run });
  }

  #put(world: World, slot: Slot): World {
    const others = world.slots.filter(({ order }) => order !== slot.order);
    return { ...world, slots: [...others, slot].sort((a, b) => a.order - b.order) };
  }

  /** What is wrong with a cluster at rest, and with what could still be deployed there. */
  async #broken({ cluster, slots, fixes }: World): Promise<readonly string[]> {
    if (slots.some(({ still }) => still !== undefined)) return [];
    const key = JSON.stringify([cluster, fixes]);
    const known = this.#probed.get(key);
    if (known !== undefined) return known;
    const broken = [...this.#theatre.brokenAt(cluster, this.#environment), ...(await this.#probe(cluster, fixes))];
    this.#probed.set(key, broken);
    return broken;
  }

  /** The next release, which mends what was rolled back, must be able to end live. */
  async #probe(state: number, before: Fixes): Promise<readonly string[]> {
    const order = 90;
    const environment = this.#environment;
    const { hold } = this.#theatre.head(state, environment);
    const bad = this.#theatre
      .head(state, environment)
      .entries.filter((entry) => entry.status === "rolled-back" && entry.kind === "deploy");
    const fixes: Fixes = [...before, ...bad.map(({ id }) => [order, id] as const)];
    const story = { environment, order, fixes, windowMs: 600_000 };
    const deployed = await this.#theatre.play(state, { ...story, does: "deploy" });
    const proven = await this.#theatre.play(deployed.state, { ...story, does: "smoke" });
    const status = entryOf(this.#theatre.head(proven.state, environment), `${order}-1`)?.status;
    if (status === "live") return [];
    const said = [deployed, proven]
      .map(({ ended }) => ended?.outputs["status"] ?? ended?.outputs["error"])
      .join(", then ");
    return [`a later deploy is blocked (hold: ${hold?.release ?? "none"}): it ends ${said}`];
  }
}

/** `7-1 … 9-2` → `1-1 … 2-2` */
function ranked(text: string): string {
  const orders = [...new Set(text.match(/\b\d+(?=-)/g))].map(Number).sort((a, b) => a - b);
  const ranks = new Map(orders.map((order, rank) => [String(order), String(rank)]));
  return text.replace(/\b\d+(?=-)/g, (order) => ranks.get(order) ?? order);
}

const wrongs = { deploy: ["refused"], smoke: ["findings", "tool-error"], rollback: ["findings"] } as const;

function stepsTo(node: Node): Counterexample["steps"] {
  const steps: { label: string; event: boolean }[] = [];
  for (let at: Node | undefined = node; at?.from !== undefined; at = at.from.node)
    steps.unshift({ label: at.from.label, event: at.from.event });
  return steps;
}

/** How many ways there are through all that was looked at, with no more events than allowed. */
function countSequences(root: Node, nodes: ReadonlyMap<string, Node>, events: number): bigint {
  const known = new Map<Node, (bigint | undefined)[]>();
  const count = (node: Node, left: number): bigint => {
    const of = known.get(node) ?? [];
    known.set(node, of);
    const before = of[left];
    if (before !== undefined) return before;
    let sum = 1n;
    for (const { key, event } of node.next) {
      const next = nodes.get(key);
      if (next !== undefined && (!event || left > 0)) sum += count(next, left - (event ? 1 : 0));
    }
    of[left] = sum;
    return sum;
  };
  return count(root, events);
}

/** For people: what went wrong, and how it came to that. */
export function tell({ broken, steps }: Counterexample): string {
  let events = 0;
  const lines = steps.map(({ label, event }) => {
    if (event) events += 1;
    return `  ${event ? `${events}.` : "  "} ${label}`;
  });
  return [...broken, "1-1 is live; then, with the events numbered,", ...lines].join("\n");
}
