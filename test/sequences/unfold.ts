/** A way through worlds that were taken for one, told with every push where it may have been made: so that it can be gone move by move. */
import type { Past } from "./explore.ts";
import type { Moves } from "./moves.ts";
import type { Step, World } from "./world.ts";

interface Known {
  /** every run that was met, in the order of their pushes */
  readonly line: readonly symbol[];
  /** what the world calls them now */
  readonly named: ReadonlyMap<number, symbol>;
}

/** The runs are numbered by their pushes, and each push comes as late as it can. */
export function unfold(path: readonly Past[]): readonly Step[] {
  const oldest = Symbol("run 1");
  const told: { readonly run: symbol; readonly step: Step }[] = [];
  let known: Known = { line: [oldest], named: new Map([[1, oldest]]) };
  for (const { steps, renamed } of path) {
    for (const step of steps) {
      known = met(known, step.order);
      const run = known.named.get(step.order);
      if (run !== undefined) told.push({ run, step });
    }
    const named = [...known.named].flatMap(([order, run]) => {
      const now = renamed(order);
      return now === undefined ? [] : [[now, run] as const];
    });
    known = { line: known.line, named: new Map(named) };
  }
  const { line } = known;
  let pushed = 1;
  return told.flatMap(({ run, step }) => {
    const at = line.indexOf(run);
    if (step.what === "push") return [];
    const until = isMend(step) ? at : at + 1;
    const pushes: Step[] = [];
    for (; pushed < until; pushed++) pushes.push({ order: pushed + 1, what: "push", event: true });
    if (isMend(step)) pushed = at + 1;
    return [...pushes, { ...step, order: at + 1 }];
  });
}

const isMend = ({ what }: Step) => what.startsWith("push, ");

/** One that nobody has heard of yet stands before the next that was pushed later. */
function met(known: Known, order: number): Known {
  if (known.named.has(order)) return known;
  const run = Symbol(`run ${order}`);
  const later = [...known.named].filter(([other]) => other > order).sort(([a], [b]) => a - b)[0]?.[1];
  const at = later === undefined ? known.line.length : known.line.indexOf(later);
  return {
    line: [...known.line.slice(0, at), run, ...known.line.slice(at)],
    named: new Map([...known.named, [order, run]]),
  };
}

/** Goes that way in worlds as they are, and says what it finds broken at its end. */
export async function replay(moves: Moves, steps: readonly Step[], broken: Broken): Promise<Replayed> {
  let world = await moves.first();
  const told: string[] = [];
  let events = 0;
  let wrong: readonly string[] = [];
  for (const { order, what, event } of steps) {
    const move = (await moves.all(world)).find(
      (one) => one.order === order && (one.what === what || (isMend(one) && what.startsWith("push, "))),
    );
    if (move === undefined) throw new Error(`nothing like this can happen: run ${order}: ${what}\n${told.join("\n")}`);
    const made = await move.make();
    if (event) events += 1;
    const label = what.startsWith("push") ? move.what.replace("push", `push ${order}`) : `run ${order}: ${what}`;
    told.push(`  ${event ? `${events}.` : "  "} ${label}${made.said === undefined ? "" : ` → ${made.said}`}`);
    world = made.world;
    wrong = [...new Set([...wrong, ...made.broken])];
  }
  return {
    events,
    told: [...wrong, ...(await broken(world)), "1-1 is live; then, with the events numbered,", ...told],
  };
}

type Broken = (world: World) => Promise<readonly string[]>;

export interface Replayed {
  readonly events: number;
  /** what is broken, and how it came to that */
  readonly told: readonly string[];
}
