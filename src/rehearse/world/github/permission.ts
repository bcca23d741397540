import type { Answer } from "./call.ts";
import type { Rights } from "./tokens.ts";

/** A request takes one of these scopes: a comment on a pull request is one on an issue, too. None: every token may. */
export type Scopes = readonly string[];

export interface Asked {
  readonly method: string;
  readonly scopes: Scopes;
}

export type Verdict =
  | { readonly kind: "allowed" }
  /** it depends on the repository, which a rehearsal does not know */
  | { readonly kind: "depends"; readonly on: string }
  | { readonly kind: "refused" };

/**
 * Whether GitHub would answer. Of a public repository every token may read; one without `permissions` has what the repository's
 * settings say, and those of a new one let it read only.
 */
export function verdictOn({ method, scopes }: Asked, rights: Rights): Verdict {
  const writes = method !== "GET";
  const enough = writes ? ["write"] : ["read", "write"];
  if (scopes.length === 0 || scopes.some((scope) => enough.includes(rights?.[scope] ?? "none")))
    return { kind: "allowed" };
  const needed = `${scopes.join(" or ")}: ${writes ? "write" : "read"}`;
  if (rights !== undefined && writes) return { kind: "refused" };
  if (rights !== undefined)
    return { kind: "depends", on: `needs the permission ${needed} unless the repository is public` };
  if (writes)
    return {
      kind: "depends",
      on: `needs the permission ${needed}, which its job does not name: GitHub refuses it unless the repository's default is to write`,
    };
  return { kind: "allowed" };
}

// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
export const notAccessible: Answer = {
  status: 403,
  body: {
    message: "Resource not accessible by integration",
    documentation_url: "https://docs.github.com/rest",
    status: "403",
  },
};

/** What GitHub's header says would have been enough: alternatives are parted by semicolons. */
export const acceptedHeader = ({ method, scopes }: Asked): string =>
  scopes.map((scope) => `${scope.replaceAll("-", "_")}=${method === "GET" ? "read" : "write"}`).join("; ");
