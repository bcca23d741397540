import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestHandler } from "express";

export const correlationHeader = "x-correlation-id";

/** What a caller may choose as an id: short, and harmless in a log line, a header and a query. */
const acceptable = /^[A-Za-z0-9._-]{1,128}$/;

export interface Correlation {
  readonly current: () => string | undefined;
  /** Takes the caller's id or makes one, returns it with the answer, and keeps it for everything done meanwhile. */
  readonly middleware: RequestHandler;
  readonly run: <T>(id: string, work: () => T) => T;
}

export function createCorrelation(newId: () => string): Correlation {
  const storage = new AsyncLocalStorage<string>();
  return {
    current: () => storage.getStore(),
    run: (id, work) => storage.run(id, work),
    middleware: (request, response, next) => {
      const given = request.get(correlationHeader);
      const id = given !== undefined && acceptable.test(given) ? given : newId();
      response.set(correlationHeader, id);
      storage.run(id, next);
    },
  };
}
