import { setTimeout as sleep } from "node:timers/promises";

/**
 * Tries until it no longer throws: a controller reacts when it gets to it, here in milliseconds, there in seconds.
 * The last failure is what is reported.
 */
export async function eventually<T>(attempt: () => Promise<T>, within: number): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await sleep(60);
  }
}
