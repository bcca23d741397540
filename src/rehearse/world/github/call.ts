import type { Memory } from "./memory.ts";
import type { GitRepository } from "./repository.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** What one request is about; `args` are the parts of the path that the route left open. */
export interface Call {
  readonly args: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly git: GitRepository;
  readonly memory: Memory;
  /** `http://127.0.0.1:41234`, for addresses in answers */
  readonly url: string;
  /** `acme/shop` */
  readonly name: string;
  readonly now: () => Date;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** a whole list, of which the page that was asked for is sent */
  readonly list?: readonly Json[];
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Promise<Answer>;

export const ok = (body: Json, status = 200): Answer => ({ status, body });
export const list = (items: readonly Json[]): Answer => ({ status: 200, body: null, list: items });
export const notFound: Answer = {
  status: 404,
  body: { message: "Not Found", documentation_url: "https://docs.github.com/rest", status: "404" },
};
export const invalid = (message: string): Answer => ({
  status: 422,
  body: { message, documentation_url: "https://docs.github.com/rest", status: "422" },
});
