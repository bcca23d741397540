import { json, type Request, type Response, Router } from "express";
import * as v from "valibot";
import { Problem } from "./serving/problem.ts";
import { cookieName, cookieOptions, tokenFrom } from "./session.ts";
import type { Answer, Upstream } from "./upstream.ts";

export interface ShopOf {
  readonly catalogue: Upstream;
  readonly orders: Upstream;
}

const Session = v.object({
  token: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  expires_in: v.pipe(v.number(), v.minValue(1)),
  user: v.unknown(),
});

const pass = (response: Response, answer: Answer) => {
  response.status(answer.status).type(answer.type).send(answer.text);
};

/** Only these reach the catalogue: what a caller adds is dropped, not passed on. */
const searchParameters = ["q", "page", "per_page", "category"] as const;

function searchOf(request: Request): string {
  const given = new URL(request.url, "http://shop.invalid").searchParams;
  const kept = new URLSearchParams();
  for (const name of searchParameters) {
    const value = given.get(name);
    if (value) kept.set(name, value.slice(0, 200));
  }
  return kept.size === 0 ? "" : `?${kept}`;
}

function signedIn(request: Request): string {
  const token = tokenFrom(request.get("cookie"));
  if (token === undefined) throw new Problem(401, "Not signed in", "Sign in first.");
  return token;
}

/** What the shop's pages ask for. Tokens stay on this side; the browser holds a cookie that scripts cannot read. */
export function shop({ catalogue, orders }: ShopOf): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  router.use(json({ limit: "16kb" }));

  router.get("/products", async (request, response) => {
    pass(response, await catalogue({ method: "GET", path: `/products${searchOf(request)}` }));
  });

  router.get("/products/:id", async (request, response) => {
    pass(response, await catalogue({ method: "GET", path: `/products/${encodeURIComponent(request.params.id)}` }));
  });

  router.get("/session", async (request, response) => {
    const token = tokenFrom(request.get("cookie"));
    if (token === undefined) return void response.json({ user: null });
    const answer = await orders({ method: "GET", path: "/sessions/current", token });
    if (answer.status !== 401) return pass(response, answer);
    response.clearCookie(cookieName, cookieOptions(request)).json({ user: null });
  });

  router.post("/session", async (request, response) => {
    const answer = await orders({ method: "POST", path: "/sessions", body: request.body ?? {} });
    if (answer.status !== 201) return pass(response, answer);
    const session = v.safeParse(Session, JSON.parse(answer.text));
    if (!session.success)
      throw new Problem(502, "Out of order", "The sign-in gave an answer we do not understand.", {
        cause: v.flatten(session.issues),
      });
    response
      .cookie(cookieName, session.output.token, {
        ...cookieOptions(request),
        maxAge: session.output.expires_in * 1000,
      })
      .json({ user: session.output.user });
  });

  router.delete("/session", (request, response) => {
    response.clearCookie(cookieName, cookieOptions(request)).json({ user: null });
  });

  router.get("/orders", async (request, response) => {
    pass(response, await orders({ method: "GET", path: "/orders", token: signedIn(request) }));
  });

  router.post("/orders", async (request, response) => {
    const key = request.get("idempotency-key");
    const headers = key === undefined ? {} : { "idempotency-key": key };
    const token = signedIn(request);
    pass(response, await orders({ method: "POST", path: "/orders", token, body: request.body ?? {}, headers }));
  });

  router.post("/orders/:id/cancellation", async (request, response) => {
    const path = `/orders/${encodeURIComponent(request.params.id)}/cancellation`;
    pass(response, await orders({ method: "POST", path, token: signedIn(request) }));
  });

  return router;
}
