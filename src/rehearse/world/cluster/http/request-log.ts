import type { Json } from "../json/value.ts";
import { isObject } from "../json/value.ts";
import { type Call, managerOf } from "./call.ts";

/** One request as it happened: what transcripts are made of. */
export interface RequestRecord {
  readonly time: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly verb: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly user: string;
  readonly userAgent: string;
  /** The field manager of a write; "" otherwise. */
  readonly manager: string;
  /** JSON where it was JSON, text otherwise; undefined when empty. */
  readonly body: Json | undefined;
  /** 0: no answer was sent. */
  readonly code: number;
  /** What was done to it on purpose. */
  readonly faults: readonly string[];
}

export interface RequestLog {
  readonly all: readonly RequestRecord[];
  clear(): void;
  /** Hears of each request once it is answered (or, for a watch, begun). */
  onRequest(listener: (record: RequestRecord) => void): () => void;
}

export interface RequestBook extends RequestLog {
  add(record: RequestRecord): void;
}

/** Keeps the newest; a long rehearsal must not grow without end. */
export function requestBook(kept = 20_000): RequestBook {
  let records: RequestRecord[] = [];
  const listeners = new Set<(record: RequestRecord) => void>();
  return {
    get all() {
      return records;
    },
    clear: () => {
      records = [];
    },
    onRequest: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (record) => {
      records.push(record);
      if (records.length > 2 * kept) records = records.slice(-kept);
      for (const listener of listeners) listener(record);
    },
  };
}

const writes = new Set(["create", "update", "patch", "delete", "deletecollection"]);

export function recordOf(call: Call, time: number, code: number, faults: readonly string[]): RequestRecord {
  const target = call.target.kind === "resource" ? call.target : undefined;
  return {
    time,
    method: call.method,
    path: call.path,
    query: call.query.toString(),
    verb: call.verb,
    resource: target?.type.resource ?? "",
    subresource: target?.subresource ?? "",
    namespace: target?.namespace ?? "",
    name: target?.name ?? "",
    user: call.user.name,
    userAgent: call.userAgent,
    manager: writes.has(call.verb) ? managerOf(call) : "",
    body: bodyOf(call.body),
    code,
    faults,
  };
}

function bodyOf(body: Buffer): Json | undefined {
  if (body.length === 0) return undefined;
  const source = body.toString("utf8");
  try {
    const value: unknown = JSON.parse(source);
    return isObject(value) || Array.isArray(value) ? value : source;
  } catch {
    return source;
  }
}
