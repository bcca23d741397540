import express, { type Express } from "express";
import { Counter, Gauge } from "prom-client";
import { createGate } from "./accounts/gate.ts";
import type { KeyRing } from "./accounts/keys.ts";
import { sessions } from "./accounts/sessions.ts";
import { createTokens } from "./accounts/tokens.ts";
import type { Database } from "./database/database.ts";
import { isCurrent, type Migration } from "./database/migrations.ts";
import openapi from "./openapi.json" with { type: "json" };
import { orders } from "./orders/routes.ts";
import type { SettlingOf } from "./orders/settling.ts";
import { stockAt } from "./orders/stock.ts";
import { createStore } from "./orders/store.ts";
import { accessLog } from "./serving/accesslog.ts";
import type { Correlation } from "./serving/correlation.ts";
import type { Log } from "./serving/log.ts";
import { createMetrics } from "./serving/metrics.ts";
import { notFound, problems } from "./serving/problem.ts";
import { type Readiness, standing } from "./serving/standing.ts";
import type { Settings } from "./settings.ts";

export interface AppOf {
  readonly settings: Settings;
  readonly database: Database;
  readonly migrations: readonly Migration[];
  readonly keyRing: () => Promise<KeyRing>;
  readonly log: Log;
  readonly correlation: Correlation;
  readonly draining: () => boolean;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface App {
  readonly express: Express;
  /** what the rounds over unfinished orders work with */
  readonly settling: SettlingOf;
}

export function createApp(of: AppOf): App {
  const { settings, database, log, correlation } = of;
  const { registry, middleware } = createMetrics(settings.identity);
  const store = createStore(database, of.now);
  const tokens = createTokens(of.keyRing, () => new Date(of.now()));
  const gate = createGate(tokens);

  const ended = new Counter({
    name: "shop_orders_total",
    help: "Orders that reached a state in this process.",
    labelNames: ["state"],
    registers: [registry],
  });
  new Gauge({
    name: "shop_orders_oldest_unfinished_seconds",
    help: "Age of the oldest order that is neither confirmed, rejected nor cancelled; 0 if there is none.",
    registers: [registry],
    async collect() {
      // a scrape must not fail because the database does: the other figures are wanted then more than ever
      this.set(await store.oldestUnfinished().catch(() => Number.NaN));
    },
  });
  const settling: SettlingOf = {
    store,
    stock: stockAt({
      address: settings.productApi,
      timeoutMs: settings.upstreamTimeoutMs,
      fetch: of.fetch,
      token: tokens.forService,
      correlationId: correlation.current,
    }),
    log,
    ended: (state) => ended.inc({ state }),
  };

  const readiness = async (): Promise<Readiness> => {
    if (of.draining()) return { ready: false, why: "stopping" };
    try {
      if (await isCurrent(database, of.migrations)) return { ready: true };
      return { ready: false, why: "the database lacks this release's migrations" };
    } catch (error) {
      log.warn("not ready", { error });
      return { ready: false, why: "the database cannot be read" };
    }
  };

  const routes = express.Router();
  routes.use(
    sessions({ password: settings.demoPassword, tokens, gate, keyRing: of.keyRing, clock: of.now }),
    orders({ ...settling, gate, newId: of.newId }),
  );
  routes.get("/openapi.json", (_request, response) => {
    response.json(openapi);
  });

  const app = express();
  app.disable("x-powered-by");
  app.use(correlation.middleware, middleware, accessLog(log, of.now));
  app.use((_request, response, next) => {
    response.set("X-Content-Type-Options", "nosniff");
    next();
  });
  app.use(standing({ identity: settings.identity, registry, readiness }));
  app.use(express.json({ limit: "64kb" }));
  // as the Ingress hands it on: /api/orders stays /api/orders
  app.use(routes);
  app.use("/api", routes);
  app.use(notFound);
  app.use(problems(log, correlation.current));
  return { express: app, settling };
}
