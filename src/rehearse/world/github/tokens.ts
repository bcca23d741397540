import { randomBytes } from "node:crypto";
import type { Grant } from "../../../read/index.ts";

/** What a token may do. Nothing said: the repository's default applies, which a rehearsal cannot know. */
export type Rights = Grant | undefined;

const keyOf = (rights: Rights) =>
  rights === undefined ? "" : JSON.stringify(Object.entries(rights).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A token for each set of rights; what anybody else calls a token is none. */
export class Tokens {
  readonly #tokens = new Map<string, string>();
  readonly #rights = new Map<string, Rights>();

  for(rights: Rights): string {
    const key = keyOf(rights);
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const token = `rehearsal-${randomBytes(16).toString("hex")}`;
    this.#tokens.set(key, token);
    this.#rights.set(token, rights);
    return token;
  }

  isKnown(token: string): boolean {
    return this.#rights.has(token);
  }

  rightsOf(token: string): Rights {
    return this.#rights.get(token);
  }
}
