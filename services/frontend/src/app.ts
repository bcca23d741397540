import express, { type Express } from "express";
import { sameSiteOnly, securityHeaders } from "./security.ts";
import { accessLog } from "./serving/accesslog.ts";
import type { Correlation } from "./serving/correlation.ts";
import type { Log } from "./serving/log.ts";
import { createMetrics } from "./serving/metrics.ts";
import { notFound, problems } from "./serving/problem.ts";
import { standing } from "./serving/standing.ts";
import type { Settings } from "./settings.ts";
import { shop } from "./shop.ts";
import { upstream } from "./upstream.ts";

export interface AppOf {
  readonly settings: Settings;
  readonly log: Log;
  readonly correlation: Correlation;
  readonly draining: () => boolean;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  /** the folder of the shop's pages */
  readonly pages: string;
}

export function createApp(of: AppOf): Express {
  const { settings, log, correlation } = of;
  const metrics = createMetrics(settings.identity);
  const to = { timeoutMs: settings.upstreamTimeoutMs, fetch: of.fetch, correlationId: correlation.current };

  const app = express();
  app.disable("x-powered-by");
  // the Ingress speaks from a private address and says in X-Forwarded-Proto whether the customer came by TLS
  app.set("trust proxy", ["loopback", "linklocal", "uniquelocal"]);
  app.use(correlation.middleware, metrics.middleware, accessLog(log, of.clock), securityHeaders);
  app.use(
    standing({
      identity: settings.identity,
      registry: metrics.registry,
      // not the APIs' state: a shop that can say "the catalogue is away" beats one the Ingress no longer finds
      readiness: async () => (of.draining() ? { ready: false, why: "stopping" } : { ready: true }),
    }),
  );
  app.use(
    "/shop",
    sameSiteOnly,
    shop({
      catalogue: upstream({ name: "the catalogue", address: settings.productApi, ...to }),
      orders: upstream({ name: "the order desk", address: settings.orderApi, ...to }),
    }),
  );
  app.use(express.static(of.pages, { index: "index.html", redirect: false, maxAge: 0 }));
  app.use(notFound);
  app.use(problems(log, correlation.current));
  return app;
}
