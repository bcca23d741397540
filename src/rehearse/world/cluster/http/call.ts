import type { IncomingMessage, ServerResponse } from "node:http";
import type { Json } from "../json/value.ts";
import type { User } from "../store/store.ts";
import type { ResourceTarget, Target } from "./target.ts";

export type Verb =
  | "get"
  | "list"
  | "watch"
  | "create"
  | "update"
  | "patch"
  | "delete"
  | "deletecollection"
  /** A method on a path that is no resource. */
  | "other";

/** One request, as everything behind the front door sees it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly verb: Verb;
  readonly target: Target;
  readonly user: User;
  readonly userAgent: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** Told to the client in `Warning` headers. */
  readonly warnings: string[];
}

export type ResourceCall = Call & { readonly target: ResourceTarget };

/** What a handler gives: a whole answer, or one that writes for as long as it likes. */
export type Answer = WholeAnswer | StreamedAnswer;

export interface WholeAnswer {
  readonly code: number;
  readonly body: Json | Buffer;
  /** Default: `application/json`. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StreamedAnswer {
  readonly stream: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

export const ok = (body: Json, code = 200): WholeAnswer => ({ code, body });

export const text = (body: string, code = 200): WholeAnswer => ({
  code,
  body: Buffer.from(body),
  type: "text/plain; charset=utf-8",
});

export function verbOf(method: string, target: Target, query: URLSearchParams): Verb {
  if (target.kind === "other") return "other";
  const one = target.name !== "";
  switch (method) {
    case "GET":
    case "HEAD":
      if (query.get("watch") === "true" || query.get("watch") === "1") return "watch";
      return one ? "get" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return one ? "delete" : "deletecollection";
    default:
      return "other";
  }
}

export const flag = (query: URLSearchParams, name: string) => {
  const value = query.get(name);
  return value !== null && value !== "false" && value !== "0";
};

/** The field manager a write is booked under: what it says, or else the program's name. */
export function managerOf(call: Call): string {
  const said = call.query.get("fieldManager");
  if (said !== null && said !== "") return said;
  return call.userAgent.split("/")[0]?.slice(0, 128) || "unknown";
}
