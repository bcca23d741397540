import { createHash, timingSafeEqual } from "node:crypto";
import { Router } from "express";
import * as v from "valibot";
import { bodyOf } from "../parse.ts";
import { Problem } from "../serving/problem.ts";
import type { Gate } from "./gate.ts";
import type { KeyRing } from "./keys.ts";
import { type Caller, type Role, type Tokens, tokenSeconds } from "./tokens.ts";

/** A shop for showing pipelines needs no registration: these three, and one password that the environment gives. */
export const demoUsers: Readonly<Record<string, readonly Role[]>> = {
  customer: ["customer"],
  neighbour: ["customer"],
  admin: ["customer", "admin"],
};

const SignIn = v.object({
  user: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});

const failuresAllowed = 10;
const failuresForgottenMs = 60_000;

/** Wrong passwords per name and minute, counted so that guessing takes years; kept for known names only. */
export function createAttempts(clock: () => number) {
  const failures = new Map<string, { count: number; readonly since: number }>();
  const of = (user: string) => {
    const known = failures.get(user);
    return known && clock() - known.since < failuresForgottenMs ? known : undefined;
  };
  return {
    waitSeconds: (user: string): number => {
      const known = of(user);
      if (!known || known.count < failuresAllowed) return 0;
      return Math.ceil((failuresForgottenMs - (clock() - known.since)) / 1000);
    },
    failed: (user: string) => {
      const known = of(user);
      if (known) known.count += 1;
      else failures.set(user, { count: 1, since: clock() });
    },
  };
}

/** Compares digests, so that neither the time taken nor the length tells how much was right. */
function same(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

export interface SessionsOf {
  readonly password: string | undefined;
  readonly tokens: Tokens;
  readonly gate: Gate;
  readonly keyRing: () => Promise<KeyRing>;
  readonly clock: () => number;
}

const shownCaller = ({ name, roles }: Caller) => ({ name, roles });

export function sessions(of: SessionsOf): Router {
  const attempts = createAttempts(of.clock);
  const router = Router();

  router.post("/sessions", async (request, response) => {
    const { user, password } = bodyOf(request, SignIn, "sign-in");
    const roles = Object.hasOwn(demoUsers, user) ? demoUsers[user] : undefined;
    const wait = attempts.waitSeconds(user);
    if (wait > 0)
      throw new Problem(429, "Too many tries", `Wait ${wait} seconds before you try this name again.`, {
        headers: { "Retry-After": String(wait) },
      });
    if (!(roles && of.password !== undefined && same(password, of.password))) {
      if (roles) attempts.failed(user);
      throw new Problem(401, "Not signed in", "Name and password do not go together.", {
        headers: { "WWW-Authenticate": "Bearer" },
      });
    }
    const caller = { name: user, roles };
    response
      .status(201)
      .set("Cache-Control", "no-store")
      .json({ token: await of.tokens.sign(caller, tokenSeconds), expires_in: tokenSeconds, user: shownCaller(caller) });
  });

  router.get("/sessions/current", async (request, response) => {
    response.json({ user: shownCaller(await of.gate.require(request, "customer", "admin")) });
  });

  router.get("/.well-known/jwks.json", async (_request, response) => {
    response.set("Cache-Control", "public, max-age=60").json((await of.keyRing()).published);
  });

  return router;
}
