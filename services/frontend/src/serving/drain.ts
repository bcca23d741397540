import type { Server } from "node:http";
import type { Log } from "./log.ts";

export interface Draining {
  readonly server: Pick<Server, "close" | "closeIdleConnections" | "closeAllConnections">;
  readonly log: Log;
  /**
   * How long the service goes on answering while `/readyz` already says no: the endpoint slice and every proxy must hear of
   * it before the socket closes, or they send customers to a closed door.
   */
  readonly settleMs: number;
  /** how long running requests may take after that */
  readonly deadlineMs: number;
  readonly wait: (ms: number) => Promise<void>;
  /** what else must end: the database's pool, a worker */
  readonly release: () => Promise<void>;
}

export interface Drain {
  readonly draining: () => boolean;
  /** Ends once the last request was answered or the deadline passed; a second call gives the first one's end. */
  readonly stop: (signal: string) => Promise<void>;
}

export function createDrain(with_: Draining): Drain {
  let stopping: Promise<void> | undefined;

  async function stop(signal: string): Promise<void> {
    with_.log.info("stopping", { signal });
    await with_.wait(with_.settleMs);
    const closed = new Promise<void>((resolve) => {
      with_.server.close(() => resolve());
    });
    with_.server.closeIdleConnections();
    const inTime = await Promise.race([closed.then(() => true), with_.wait(with_.deadlineMs).then(() => false)]);
    if (!inTime) {
      with_.log.warn("requests cut off", { after_ms: with_.deadlineMs });
      with_.server.closeAllConnections();
    }
    await with_.release();
    with_.log.info("stopped");
  }

  return {
    draining: () => stopping !== undefined,
    stop: (signal) => {
      stopping ??= stop(signal);
      return stopping;
    },
  };
}
