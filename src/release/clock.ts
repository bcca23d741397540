/** Time as an argument. Wall time is for people and records; only elapsed time decides anything. */
export interface Clock {
  /** Milliseconds since 1970, for records. */
  readonly now: () => number;
  /** Milliseconds since some fixed moment; never goes back, and goes on while the process is stopped. */
  readonly elapsed: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const isoTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
/** Leases are written with microseconds. */
export const microTime = (ms: number): string => new Date(ms).toISOString().replace(/Z$/, "000Z");
