/** Time as an argument, so that a test can hold it still and a rehearsal can let it run. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `what` once, later; the answer cancels it. */
  after(ms: number, what: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, Math.min(ms, 2 ** 31 - 1));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A clock that is wrong: a cluster whose time is ahead of (or behind) its client's. */
export function skewedClock(clock: Clock, ms: number): Clock {
  return { now: () => clock.now() + ms, after: (wait, what) => clock.after(wait, what) };
}

export interface ManualClock extends Clock {
  /** Lets time pass; what falls due runs in order of its time, including what that in turn schedules. */
  advance(ms: number): void;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  let serial = 0;
  let waiting: { readonly due: number; readonly serial: number; readonly what: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, what) => {
      const entry = { due: now + ms, serial: serial++, what };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    advance: (ms) => {
      const end = now + ms;
      for (;;) {
        const next = waiting.filter((w) => w.due <= end).sort((a, b) => a.due - b.due || a.serial - b.serial)[0];
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        now = Math.max(now, next.due);
        next.what();
      }
      now = end;
    },
  };
}

/** `2026-01-01T00:00:00Z`, the form of metav1.Time: whole seconds. */
export function timestamp(clock: Clock): string {
  return `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-01T00:00:00.000000Z`, the form of metav1.MicroTime. */
export function microTimestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace("Z", "000Z");
}
