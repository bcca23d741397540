import { Router } from "express";
import type { Registry } from "prom-client";

/** Which build this is, as the pod template states it (Kubernetes' downward API fills the environment). */
export interface Identity {
  readonly service: string;
  readonly release: string;
  readonly commit: string;
  readonly image: string;
}

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly why: string };

export interface StandingOf {
  readonly identity: Identity;
  readonly registry: Registry;
  readonly readiness: () => Promise<Readiness>;
}

/**
 * How the cluster asks after a service. `/healthz` says only that the process answers: were it to ask the database too, an
 * outage there would restart every pod here and make it worse.
 */
export function standing(of: StandingOf): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    const state = await of.readiness();
    response.status(state.ready ? 200 : 503).json(state.ready ? { status: "ready" } : { status: state.why });
  });
  router.get("/metrics", async (_request, response) => {
    response.type(of.registry.contentType).send(await of.registry.metrics());
  });
  router.get("/version", (_request, response) => {
    response.json(of.identity);
  });
  return router;
}
