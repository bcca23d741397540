import type { ServerResponse } from "node:http";
import type { Json, JsonObject } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { StatusError } from "../status/status-error.ts";
import type { ListOptions, Store, StoreEvent, TypeName } from "../store/store.ts";

/** What a watch was asked for. */
export interface WatchRequest {
  readonly type: TypeName;
  readonly selection: ListOptions;
  /** Undefined: begin with everything there is. */
  readonly from: number | undefined;
  /** `sendInitialEvents`: everything there is, then a bookmark that says so. */
  readonly initialEvents: boolean;
  readonly bookmarks: boolean;
  readonly timeoutMs: number;
  readonly bookmarkMs: number;
  readonly present: (object: KubeObject) => Json;
  readonly bookmark: (version: number, annotations: JsonObject | undefined) => Json;
}

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: Json;
}

/** Where events go on their way out: straight to the client, or through a fault that repeats, swaps or loses them. `end`: that was the last. */
export type Distort = (event: WatchEvent, send: (event: WatchEvent) => void) => "end" | undefined;

export interface Running {
  end(): void;
}

/** Writes events until the client goes, time is up, or `end` is called. */
export function watch(store: Store, request: WatchRequest, response: ServerResponse, distort: Distort): Running {
  const { clock } = store;
  const send = (event: WatchEvent) => {
    if (!response.writableEnded && !response.destroyed) response.write(`${JSON.stringify(event)}\n`);
  };
  const emit = (event: WatchEvent) => {
    if (distort(event, send) === "end") end();
  };
  let unsubscribe = () => {};
  let cancelTimers: (() => void)[] = [];
  const end = () => {
    unsubscribe();
    for (const cancel of cancelTimers) cancel();
    cancelTimers = [];
    if (!response.writableEnded) response.end();
  };
  const mark = (annotations?: JsonObject) =>
    emit({ type: "BOOKMARK", object: request.bookmark(store.resourceVersion(), annotations) });
  const every = (ms: number, what: () => void) => {
    const cancel = clock.after(ms, () => {
      cancelTimers = cancelTimers.filter((other) => other !== cancel);
      what();
      every(ms, what);
    });
    cancelTimers.push(cancel);
  };

  response.flushHeaders();
  const missed = begin(store, request, emit);
  if (missed instanceof StatusError) {
    send({ type: "ERROR", object: missed.toStatus() });
    end();
    return { end };
  }
  if (request.initialEvents && request.bookmarks) mark({ "k8s.io/initial-events-end": "true" });
  for (const event of missed) forward(event, request, emit);
  unsubscribe = store.subscribe(request.type, (event) => forward(event, request, emit));
  if (request.bookmarks) every(request.bookmarkMs, mark);
  cancelTimers.push(
    clock.after(request.timeoutMs, () => {
      if (request.bookmarks) mark();
      end();
    }),
  );
  response.on("close", end);
  return { end };
}

/** What there is (sent at once), and what was missed since the version asked for. */
function begin(
  store: Store,
  request: WatchRequest,
  emit: (event: WatchEvent) => void,
): readonly StoreEvent[] | StatusError {
  if (request.from === undefined || request.initialEvents) {
    for (const object of store.list(request.type, request.selection))
      emit({ type: "ADDED", object: request.present(object) });
    return [];
  }
  const served = store.types.named(request.type).since ?? 0;
  return (
    (request.from < served ? undefined : store.since(request.type, request.from)) ??
    new StatusError(410, "Expired", `too old resource version: ${request.from} (${store.resourceVersion()})`)
  );
}

/** An object that stops matching is deleted for this watcher, and one that begins to is added. */
function forward(event: StoreEvent, request: WatchRequest, emit: (event: WatchEvent) => void): void {
  const before = event.previous !== undefined && event.action !== "ADDED" && matches(event.previous, request.selection);
  const now = event.action !== "DELETED" && matches(event.object, request.selection);
  if (!before && !now) return;
  const type = now ? (before ? "MODIFIED" : "ADDED") : "DELETED";
  emit({ type, object: request.present(event.object) });
}

function matches(object: KubeObject, { namespace, labels, where }: ListOptions): boolean {
  return (
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (labels === undefined || labels(object.metadata.labels ?? {})) &&
    (where === undefined || where(object))
  );
}
