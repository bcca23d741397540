import type { Api, Query } from "./api.ts";
import { at, text } from "./json.ts";

export interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

/** Events of a watch until `enough` says so, or the time is up: then what came is in the error. */
export async function watchUntil(
  api: Api,
  path: string,
  query: Query,
  enough: (events: readonly WatchEvent[]) => boolean,
  meanwhile: () => Promise<unknown> = async () => {},
  within = 30_000,
): Promise<readonly WatchEvent[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), within);
  const events: WatchEvent[] = [];
  let failure: unknown;
  let started: Promise<unknown> | undefined;
  try {
    const lines = api.stream(path, { watch: true, ...query }, stop.signal);
    started = meanwhile().catch((error: unknown) => {
      failure = error;
      stop.abort();
    });
    for await (const line of lines) {
      const event: unknown = JSON.parse(line);
      events.push({ type: text(event, "type"), object: at(event, "object") });
      if (enough(events)) break;
    }
  } finally {
    clearTimeout(timer);
    stop.abort();
    await started;
  }
  if (failure !== undefined) throw failure;
  if (enough(events)) return events;
  throw new Error(`the watch of ${path} ended before what was expected: ${JSON.stringify(events)}`);
}

export const names = (events: readonly WatchEvent[]) =>
  events.map((event) => `${event.type} ${text(event.object, "metadata", "name")}`);
