import type { RequestHandler } from "express";
import type { Log } from "./log.ts";

const quiet = new Set(["/healthz", "/readyz", "/metrics"]);

/** One line per answered request. The path goes without its query: searches may hold what customers would not publish. */
export function accessLog(log: Log, clock: () => number): RequestHandler {
  return (request, response, next) => {
    const start = clock();
    // taken now: while a router answers, its own prefix is missing from the path
    const { method, path } = request;
    response.once("close", () => {
      const write = quiet.has(path) ? log.debug : response.statusCode >= 500 ? log.warn : log.info;
      write("answered", {
        method,
        path,
        status: response.writableFinished ? response.statusCode : 499,
        duration_ms: Math.round((clock() - start) * 10) / 10,
      });
    });
    next();
  };
}
