import { errors, jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import type { KeyRing } from "./keys.ts";

export const issuer = "techcommerce/order-api";
export const audience = "techcommerce";
export const tokenSeconds = 3600;

export const roles = ["customer", "admin", "service"] as const;
export type Role = (typeof roles)[number];

export interface Caller {
  readonly name: string;
  readonly roles: readonly Role[];
}

export type Verified = { readonly ok: true; readonly caller: Caller } | { readonly ok: false; readonly why: string };

const Claims = v.object({ sub: v.string(), roles: v.array(v.picklist(roles)) });

export interface Tokens {
  readonly sign: (caller: Caller, seconds: number) => Promise<string>;
  readonly verify: (token: string) => Promise<Verified>;
  /** for this service's own calls to product-api */
  readonly forService: () => Promise<string>;
}

export function createTokens(ring: () => Promise<KeyRing>, now: () => Date): Tokens {
  const sign: Tokens["sign"] = async (caller, seconds) => {
    const { signing } = await ring();
    const at = Math.floor(now().getTime() / 1000);
    return new SignJWT({ roles: [...caller.roles] })
      .setProtectedHeader({ alg: "RS256", kid: signing.id, typ: "JWT" })
      .setSubject(caller.name)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(at)
      .setExpirationTime(at + seconds)
      .sign(signing.key);
  };

  const serviceSeconds = 120;
  let own: { readonly token: Promise<string>; readonly until: number } | undefined;

  return {
    sign,
    verify: async (token) => {
      const { find } = await ring();
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const key = kid === undefined ? undefined : find(kid);
            if (!key) throw new errors.JWKSNoMatchingKey();
            return key;
          },
          { algorithms: ["RS256"], issuer, audience, currentDate: now(), requiredClaims: ["exp", "sub"] },
        );
        const claims = v.safeParse(Claims, payload);
        if (!claims.success) return { ok: false, why: "its roles are not known here" };
        return { ok: true, caller: { name: claims.output.sub, roles: claims.output.roles } };
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        return { ok: false, why: error.code === "ERR_JWT_EXPIRED" ? "it has expired" : "it is not one of ours" };
      }
    },
    forService: () => {
      const at = now().getTime();
      if (own === undefined || at > own.until)
        own = {
          token: sign({ name: "order-api", roles: ["service"] }, serviceSeconds),
          until: at + (serviceSeconds * 1000) / 2,
        };
      return own.token;
    },
  };
}
