/** Every sequence of events in one environment, each state of the world only once, those reached with fewer events first. */
import { Graph } from "./graph.ts";
import type { Limits, Made, Step, World } from "./world.ts";

/** One or more moves at once. */
export interface Leap {
  readonly steps: readonly Step[];
  readonly make: () => Promise<Landing>;
}

export interface Landing extends Made {
  /** what the runs that were known before are called now */
  readonly renamed: (order: number) => number | undefined;
}

/** From where one goes, how, and which worlds are one. */
export interface Ground {
  readonly first: () => Promise<World>;
  /** `left`: how many events there may still be */
  readonly leaps: (world: World, left: number) => Promise<readonly Leap[]>;
  readonly key: (world: World) => string;
  readonly broken: (world: World) => Promise<readonly string[]>;
  /** Of a world that was met: whether whatever can follow this one can follow that one, too. */
  readonly covers?: (met: World, world: World) => boolean;
}

export interface Explored {
  readonly states: number;
  readonly moves: number;
  readonly sequences: bigint;
  /** how steps ended, each word with how often */
  readonly ends: Readonly<Record<string, number>>;
  readonly worlds: readonly { readonly world: World; readonly events: number }[];
  readonly wrong?: Wrong;
}

export interface Wrong {
  readonly broken: readonly string[];
  readonly path: readonly Past[];
}

export interface Past {
  readonly steps: readonly Step[];
  readonly said?: string;
  readonly renamed: Landing["renamed"];
}

interface Node {
  readonly number: number;
  readonly world: World;
  /** the fewest it was reached with */
  events: number;
  from?: { readonly node: Node; readonly past: Past };
  done: boolean;
}

export async function explore(ground: Ground, limits: Pick<Limits, "events" | "states">): Promise<Explored> {
  const first: Node = { number: 0, world: await ground.first(), events: 0, done: false };
  const nodes = [first];
  const known = new Map([[ground.key(first.world), first]]);
  const near = new Map([[bucketOf(first.world), [first]]]);
  const graph = new Graph();
  const ends: Record<string, number> = {};
  let moves = 0;
  const done = (wrong?: Wrong): Explored => ({
    states: known.size,
    moves,
    sequences: graph.paths(limits.events),
    ends,
    worlds: nodes,
    ...(wrong === undefined ? {} : { wrong }),
  });
  // what happens by itself before what costs an event: a state is left for good with the fewest events
  const layers: Node[][] = Array.from({ length: limits.events + 1 }, () => []);
  layers[0]?.push(first);
  for (const [spent, layer] of layers.entries())
    for (let here = layer.pop(); here !== undefined; here = layer.pop()) {
      if (here.done || here.events < spent) continue;
      here.done = true;
      for (const { steps, make } of await ground.leaps(here.world, limits.events - spent)) {
        const cost = steps.filter(({ event }) => event).length;
        const events = spent + cost;
        if (events > limits.events) continue;
        moves += 1;
        const { world, broken, said, renamed } = await make();
        if (said !== undefined) ends[said] = (ends[said] ?? 0) + 1;
        const key = ground.key(world);
        const alike = near.get(bucketOf(world)) ?? [];
        const same = known.get(key);
        if (same === undefined && alike.some((met) => met.events <= events && ground.covers?.(met.world, world))) {
          if (broken.length > 0) return done({ broken, path: [...pathTo(here), { steps, renamed }] });
          graph.end(here.number, cost);
          continue;
        }
        const from = { node: here, past: { steps, renamed, ...(said === undefined ? {} : { said }) } };
        const there: Node = same ?? { number: nodes.length, world, events, from, done: false };
        graph.add(here.number, there.number, cost);
        const wrong = [...new Set([...broken, ...(same === undefined ? await ground.broken(world) : [])])];
        if (wrong.length > 0) return done({ broken: wrong, path: [...pathTo(here), from.past] });
        if (same === undefined) {
          known.set(key, there);
          nodes.push(there);
          near.set(bucketOf(world), [...alike, there]);
          if (known.size > limits.states) throw new Error(`more than ${limits.states} states`);
        } else if (same.events <= events) continue;
        else Object.assign(there, { events, from });
        layers[events]?.push(there);
      }
    }
  return done();
}

const bucketOf = ({ cluster, fixes }: World) => JSON.stringify([cluster, fixes]);

function pathTo(node: Node): readonly Past[] {
  const path: Past[] = [];
  for (let at: Node | undefined = node; at?.from !== undefined; at = at.from.node) path.unshift(at.from.past);
  return path;
}
