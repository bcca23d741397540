import type { IncomingMessage, ServerResponse } from "node:http";
import type { Blobs } from "../blobs.ts";
import { Refusal } from "../refusal.ts";
import type { Repositories } from "../repositories.ts";
import type { Uploads } from "../uploads.ts";

export interface Stores {
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly repositories: Repositories;
}

/** One request and what is answered to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly query: URLSearchParams;
}

export function unsupported(method: string, what: string): never {
  throw new Refusal("UNSUPPORTED", `${method} is not something one does to ${what}`);
}
