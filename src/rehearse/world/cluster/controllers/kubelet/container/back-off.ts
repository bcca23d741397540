export interface BackOffTiming {
  readonly first: number;
  readonly most: number;
}

/** kubelet's own, for restarts and for pulls. */
export const kubeletTiming: BackOffTiming = { first: 10_000, most: 300_000 };

/** A pause that doubles. The first failure is tried again at once, as kubelet does. */
export interface BackOff {
  /** The present pause, 0 before the first failure. */
  readonly pause: number;
  /** Milliseconds to wait from now, for something that failed at `since`. */
  left(since: number, now: number): number;
  /** It is tried again now: the next pause is longer. */
  step(now: number): void;
}

export function backOff(timing: BackOffTiming): BackOff {
  let pause = 0;
  let stepped = 0;
  return {
    get pause() {
      return pause;
    },
    left: (since, now) => (pause === 0 ? 0 : Math.max(0, since + pause - now)),
    step: (now) => {
      // what has run for twice the longest pause is well again
      const recovered = stepped > 0 && now - stepped > 2 * timing.most;
      pause = recovered || pause === 0 ? timing.first : Math.min(pause * 2, timing.most);
      stepped = now;
    },
  };
}

/** `6ms`, `10s`, `1m20s`: Go's way of writing a duration. */
export function duration(ms: number): string {
  if (ms > 0 && ms < 1000) return `${ms}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = (ms % 60_000) / 1000;
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds}s`;
}
