/**
 * The lease belongs to the run. Its word is advisory, so what it promises is bounded in time, by each one's own clock:
 * the holder stops writing early enough, and a taker waits long enough.
 */
export interface Seen {
  readonly holder: string;
  /** Which write of the lease this is; changes with every renewal. */
  readonly version: string;
  readonly durationMs: number;
  /** By the observer's own clock: when this version was first seen. */
  readonly firstSeen: number;
}

/** Another look at the lease: the moment it was first seen stays while nothing changed. */
export function observe(before: Seen | undefined, now: Omit<Seen, "firstSeen">, elapsed: number): Seen {
  const same = before !== undefined && before.version === now.version;
  return { ...now, firstSeen: same ? before.firstSeen : elapsed };
}

export type TakeDecision =
  | { readonly take: "now"; readonly because: "free" | "ours" }
  /** Expired: it may be written, but nothing else until the old holder's last request must have ended. */
  | { readonly take: "after"; readonly quietMs: number }
  | { readonly take: "wait"; readonly forMs: number };

/** The record's own times are written by others' clocks and decide nothing. */
export function decideTake(seen: Seen | undefined, me: string, elapsed: number, requestMs: number): TakeDecision {
  if (seen === undefined || seen.holder === "") return { take: "now", because: "free" };
  if (seen.holder === me) return { take: "now", because: "ours" };
  const left = seen.firstSeen + seen.durationMs - elapsed;
  return left > 0 ? { take: "wait", forMs: left } : { take: "after", quietMs: requestMs };
}

export interface Held {
  /** By our own clock: when the last successful renewal was *sent*, so that its way there counts against us. */
  readonly sentAt: number;
  readonly durationMs: number;
}

/** May a request that can take `requestMs` still be sent? */
export function mayWrite(held: Held, elapsed: number, requestMs: number): boolean {
  return held.sentAt + held.durationMs - elapsed > requestMs;
}

export const renewEvery = (durationMs: number): number => durationMs / 4;
