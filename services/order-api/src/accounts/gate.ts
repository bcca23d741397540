import type { Request } from "express";
import { Problem } from "../serving/problem.ts";
import type { Caller, Role, Tokens } from "./tokens.ts";

export interface Gate {
  /** The caller, if the token is good and holds at least one of the roles. */
  readonly require: (request: Pick<Request, "get">, ...anyOf: readonly Role[]) => Promise<Caller>;
}

const unauthorized = (detail: string) =>
  new Problem(401, "Not signed in", detail, { headers: { "WWW-Authenticate": "Bearer" } });

export const createGate = (tokens: Pick<Tokens, "verify">): Gate => ({
  require: async (request, ...anyOf) => {
    const [, token] = /^bearer (.+)$/i.exec(request.get("authorization") ?? "") ?? [];
    if (token === undefined) throw unauthorized("Send a bearer token from POST /sessions.");
    const verified = await tokens.verify(token);
    if (!verified.ok) throw unauthorized(`The token cannot be used: ${verified.why}.`);
    if (anyOf.some((role) => verified.caller.roles.includes(role))) return verified.caller;
    throw new Problem(403, "Not allowed", `This needs the role ${anyOf.join(" or ")}.`);
  },
});
