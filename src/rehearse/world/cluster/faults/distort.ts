import { at } from "../json/path.ts";
import { StatusError } from "../status/status-error.ts";
import type { Distort, WatchEvent } from "../watch/watch.ts";
import type { WatchFault } from "./faults.ts";

/** Lets the faults of a watch loose on its events. `cut` ends the connection. */
export function distorted(faults: readonly WatchFault[], cut: () => void): Distort {
  if (faults.length === 0)
    return (event, send) => {
      send(event);
      return undefined;
    };
  let held: WatchEvent | undefined;
  const last = new Map<string, WatchEvent>();
  return (event, send) => {
    const change = event.type === "BOOKMARK" ? undefined : faults.find((fault) => fault.strike())?.change;
    const key = `${String(at(event.object, "metadata", "namespace"))}/${String(at(event.object, "metadata", "name"))}`;
    const before = last.get(key);
    last.set(key, event);
    switch (change) {
      case "gone":
        send({ type: "ERROR", object: new StatusError(410, "Expired", "too old resource version").toStatus() });
        return "end";
      case "drop":
        cut();
        return undefined;
      case "reorder":
        held = event;
        return undefined;
      case "duplicate":
        send(event);
        break;
      default:
    }
    send(event);
    if (change === "stale" && before !== undefined) send(before);
    if (held !== undefined) send(held);
    held = undefined;
    return undefined;
  };
}
