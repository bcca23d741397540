/** What becomes of runs that the same event starts while an earlier one is still at work: concurrency groups. */
import type { Played, Refused, Wanted } from "../play/played.ts";
import { enter, type GroupEffect, type Groups } from "../schedule/concurrency.ts";

/** `beside` the earlier ones, in a group of its own; after the one at work has ended; and at whose cost. */
export type Fares = "beside" | "waits" | "takes the waiting one's place" | "cancels the one at work";

export type Meeting = Met | (Refused & Pick<Met, "job">);

export interface Met extends Wanted {
  /** the job's path, with a `/` behind it the workflow that it calls; nothing where it is the whole run */
  readonly job: string;
  /** a run or a job that calls it holds the group already: it would wait for itself */
  readonly held: boolean;
  /** of one run's own legs, how many give way to one another and never run */
  readonly lost: number;
  readonly second: Fares;
  readonly third: Fares;
}

interface Holder {
  readonly job: string;
  readonly wanted: readonly (Wanted | Refused)[];
}

const granted = (wanted: readonly (Wanted | Refused)[]): readonly Wanted[] =>
  wanted.flatMap((one) => ("refused" in one ? [] : [one]));

/** Who in a run wants to be alone: the run, its jobs, the workflows that they call. */
function holders({ concurrency, jobs }: Played): readonly Holder[] {
  const inside = jobs
    .filter(({ ran }) => ran)
    .flatMap(({ path, legs, concurrency: called }) => [
      { job: path, wanted: legs.flatMap((leg) => leg.concurrency ?? []) },
      { job: `${path}/`, wanted: called === undefined ? [] : [called] },
    ]);
  return [{ job: "", wanted: concurrency === undefined ? [] : [concurrency] }, ...inside].filter(
    ({ wanted }) => wanted.length > 0,
  );
}

const fares = (effects: readonly GroupEffect[], running: string): Fares => {
  if (effects.some(({ kind }) => kind === "go")) return "beside";
  const cancelled = effects.flatMap(({ kind, key }) => (kind === "cancel" ? [key] : []));
  if (cancelled.includes(running)) return "cancels the one at work";
  return cancelled.length > 0 ? "takes the waiting one's place" : "waits";
};

/** Three that come one after the other, none of which ends meanwhile. */
function threeOf(wanted: readonly Wanted[]): readonly Fares[] {
  let groups: Groups = {};
  return wanted.map((one, at) => {
    const { groups: after, effects } = enter(groups, { ...one, key: String(at) });
    groups = after;
    return fares(effects, "0");
  });
}

function lostAmong(legs: readonly Wanted[]): number {
  let groups: Groups = {};
  const lost = new Set<string>();
  for (const [at, one] of legs.entries()) {
    const { groups: after, effects } = enter(groups, { ...one, key: String(at) });
    groups = after;
    for (const { kind, key } of effects) if (kind === "cancel") lost.add(key);
  }
  return lost.size;
}

/** `call/deploy` is inside `call/` and the run; `call/` itself inside `call`. */
const isAround = (outer: string, job: string) =>
  outer === ""
    ? job !== ""
    : outer !== job && (outer.endsWith("/") ? job.startsWith(outer) : job.startsWith(`${outer}/`));

/** Of the first of several runs of the same event, how the second and the third fare beside it. */
export function meetings([first, ...later]: readonly Played[]): readonly Meeting[] {
  if (first === undefined) return [];
  const all = holders(first);
  return all.flatMap(({ job, wanted }): readonly Meeting[] => {
    const [own] = wanted;
    if (own === undefined) return [];
    if ("refused" in own) return [{ job, refused: own.refused }];
    const others = later.flatMap((run) => holders(run).find((one) => one.job === job)?.wanted[0] ?? []);
    const [, second = "beside", third = "beside"] = threeOf([own, ...granted(others)]);
    const around = all.filter((outer) => isAround(outer.job, job)).flatMap((outer) => granted(outer.wanted));
    const held = around.some(({ group }) => group.toLowerCase() === own.group.toLowerCase());
    return [{ ...own, job, held, lost: lostAmong(granted(wanted)), second, third }];
  });
}
