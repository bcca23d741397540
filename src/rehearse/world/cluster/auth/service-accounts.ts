/** Tokens of service accounts: JWTs that only the server that made them believes. */
import { createHmac, randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { KubeObject } from "../object.ts";
import type { User } from "../store/store.ts";

export interface Claim {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly audiences: readonly string[];
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface ServiceAccounts {
  issue(claim: Claim): string;
  /** Undefined: not ours, expired, or its account is gone. */
  read(token: string): User | undefined;
}

export function serviceAccounts(
  clock: Clock,
  find: (namespace: string, name: string) => KubeObject | undefined,
): ServiceAccounts {
  const secret = randomBytes(32);
  const claims = new Map<string, Claim>();
  return {
    issue: (claim) => {
      const { namespace, name, uid, audiences, expires } = claim;
      const body = {
        aud: audiences,
        exp: Math.floor(expires / 1000),
        iat: Math.floor(clock.now() / 1000),
        iss: "https://kubernetes.default.svc",
        "kubernetes.io": { namespace, serviceaccount: { name, uid } },
        sub: `system:serviceaccount:${namespace}:${name}`,
      };
      const text = [{ alg: "HS256", typ: "JWT" }, body]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
      const token = `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
      claims.set(token, claim);
      return token;
    },
    read: (token) => {
      const claim = claims.get(token);
      if (claim === undefined || claim.expires <= clock.now()) return undefined;
      if (find(claim.namespace, claim.name)?.metadata.uid !== claim.uid) return undefined;
      return serviceAccountUser(claim.namespace, claim.name, claim.uid);
    },
  };
}

export function serviceAccountUser(namespace: string, name: string, uid = ""): User {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    ...(uid === "" ? {} : { uid }),
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
  };
}
