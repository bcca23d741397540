import type { Log } from "./log.ts";

export interface Draining {
  /** what of an HTTP server is needed to end it */
  readonly server: {
    readonly close: (done: () => void) => unknown;
    readonly closeIdleConnections: () => void;
    readonly closeAllConnections: () => void;
  };
  readonly log: Log;
  /** how long running requests may take */
  readonly deadlineMs: number;
  readonly wait: (ms: number) => Promise<void>;
  /** what else must end: the database's pool, a worker */
  readonly release: () => Promise<void>;
}

/**
 * Ends a process without ending a request. That no new ones arrive meanwhile is not decided here: the pod's `preStop` sleep
 * lets the endpoint slices and proxies forget this pod before the signal comes.
 */
export interface Drain {
  readonly draining: () => boolean;
  /** Ends once the last request was answered or the deadline passed; a second call gives the first one's end. */
  readonly stop: (signal: string) => Promise<void>;
}

const beatMs = 100;

export function createDrain(with_: Draining): Drain {
  let stopping: Promise<void> | undefined;

  async function stop(signal: string): Promise<void> {
    with_.log.info("stopping", { signal });
    let open = true;
    const closed = new Promise<void>((resolve) => {
      with_.server.close(() => {
        open = false;
        resolve();
      });
    });
    // a connection that was busy at the signal is idle after its answer, and would be kept alive for nobody
    for (let waited = 0; open && waited < with_.deadlineMs; waited += beatMs) {
      with_.server.closeIdleConnections();
      await Promise.race([closed, with_.wait(beatMs)]);
    }
    if (open) {
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
