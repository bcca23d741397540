import type { Request, RequestHandler } from "express";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Identity } from "./standing.ts";

/**
 * The boundaries OpenTelemetry advises for this histogram, and 2: the alert on slow answers asks for "above two seconds",
 * and a quantile is only exact at a boundary.
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2, 2.5, 5, 7.5, 10];

/** Asked every few seconds by the cluster: counted, they would drown the customers' requests. */
const unmeasured = new Set(["/healthz", "/readyz", "/metrics", "/version"]);

export interface Metrics {
  readonly registry: Registry;
  readonly middleware: RequestHandler;
}

/** `/orders/:id`, never `/orders/4711`: a label with ids in it grows without bound. */
export function routeOf(request: Pick<Request, "baseUrl"> & { readonly route?: { readonly path?: unknown } }): string {
  const path = request.route?.path;
  return typeof path === "string" ? `${request.baseUrl}${path}` : "unmatched";
}

export function createMetrics(identity: Pick<Identity, "release" | "commit">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "service_build_info",
    help: "Always 1: its labels say which release this process is, so that other figures can be told apart by release.",
    labelNames: ["release", "commit"],
    registers: [registry],
  }).set({ release: identity.release, commit: identity.commit }, 1);
  const durations = new Histogram({
    name: "http_server_request_duration_seconds",
    help: "Time from the request's first byte to the answer's last.",
    labelNames: ["http_request_method", "http_route", "http_response_status_code"],
    buckets: seconds,
    registers: [registry],
  });
  return {
    registry,
    middleware: (request, response, next) => {
      if (unmeasured.has(request.path)) return next();
      const stop = durations.startTimer();
      response.once("close", () => {
        stop({
          http_request_method: request.method,
          http_route: routeOf(request),
          // a caller who went away got no status: nginx's 499 says so
          http_response_status_code: response.writableFinished ? response.statusCode : 499,
        });
      });
      next();
    },
  };
}
