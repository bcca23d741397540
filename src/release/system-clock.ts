import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "./clock.ts";

/** `process.hrtime` counts on while a process is stopped by SIGSTOP, which is what the lease needs. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Number(process.hrtime.bigint() / 1000n) / 1000,
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
