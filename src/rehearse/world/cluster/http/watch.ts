import { apiVersionOf, typeName } from "../types/resource-type.ts";
import { notAllowed } from "../validate/cause.ts";
import type { Distort } from "../watch/watch.ts";
import { type Running, watch } from "../watch/watch.ts";
import { type Answer, flag, type ResourceCall } from "./call.ts";
import { invalidOptions, listWish } from "./options.ts";
import { presentOne, shapeAsked } from "./presented.ts";
import { selection } from "./read.ts";
import type { Serving } from "./serving.ts";

const minute = 60_000;

/** `running` hears of the watch, so that a restart can end it. */
export function watchResource(
  { store }: Serving,
  call: ResourceCall,
  distort: Distort,
  running: (watch: Running) => () => void,
): Answer {
  const { type } = call.target;
  const { version } = listWish(call);
  const initialEvents = flag(call.query, "sendInitialEvents");
  if (initialEvents && call.query.get("resourceVersionMatch") !== "NotOlderThan")
    throw invalidOptions(
      call,
      notAllowed("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"),
    );
  const timeout = Number(call.query.get("timeoutSeconds") ?? 0);
  const request = {
    type: typeName(type),
    selection: selection(call),
    from: version === undefined || version === 0 ? undefined : version,
    initialEvents,
    bookmarks: flag(call.query, "allowWatchBookmarks"),
    timeoutMs: timeout > 0 ? timeout * 1000 : 30 * minute,
    bookmarkMs: minute,
    present: (object: Parameters<typeof presentOne>[2]) => presentOne(call, type, object, store.clock.now()),
    bookmark: (at: number, annotations: object | undefined) => ({
      kind: type.kind,
      apiVersion: apiVersionOf(type),
      metadata: {
        resourceVersion: String(at),
        ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
      },
    }),
  };
  const contentType = shapeAsked(call) === "table" ? "application/json;stream=watch" : "application/json";
  return {
    stream: (_request, response) => {
      response.writeHead(200, { "content-type": contentType });
      response.on("close", running(watch(store, request, response, distort)));
    },
  };
}
