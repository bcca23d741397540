import { kitError } from "../errors/error.ts";
import { formatDuration } from "../inputs/duration.ts";
import type { Log } from "../log/log.ts";
import { backoff, longestWait } from "./delay.ts";

/** What one try came to. */
export type Attempt<T> =
  | { readonly done: true; readonly value: T }
  | {
      readonly done: false;
      /** `the registry answered 503` */
      readonly why: string;
      /** milliseconds the server asked for */
      readonly wait?: number | undefined;
      readonly cause?: unknown;
    };

/** What trying again needs of the world: time, chance, and where it says so. */
export interface RetryDeps {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly log: Log;
}

/** What is tried, how often and for how long. */
export interface RetryOptions {
  /** what is tried, for the visible lines: `npm.example.com` */
  readonly what: string;
  /** tries in all; 4 when left out */
  readonly attempts?: number | undefined;
  /** milliseconds for all tries and waits together; 2 minutes when left out */
  readonly within?: number | undefined;
}

/** Tries until it is done, each new try with its reason in one visible line, or ends with the error `network`. */
export async function retry<T>(
  deps: RetryDeps,
  { what, attempts = 4, within = 120_000 }: RetryOptions,
  attempt: (number: number) => Promise<Attempt<T>>,
): Promise<T> {
  const start = deps.now().getTime();
  for (let number = 1; ; number += 1) {
    const result = await attempt(number);
    if (result.done) return result.value;
    const wait = Math.max(result.wait ?? 0, backoff(number, deps.random));
    const spent = deps.now().getTime() - start;
    const tries = number === 1 ? "once" : `${number} times`;
    const give = (reason: string) =>
      kitError("network", `${what}: ${result.why}; tried ${tries}${reason}`, { cause: result.cause });
    if (number >= attempts) throw give("");
    if (wait > longestWait) throw give(`, it asks to wait ${formatDuration(wait)}`);
    if (spent + wait > within) throw give(`, and no time is left of ${formatDuration(within)}`);
    deps.log.info(`${what}: ${result.why}; next try in ${formatDuration(wait)} (${number + 1} of ${attempts})`);
    await deps.sleep(wait);
  }
}
