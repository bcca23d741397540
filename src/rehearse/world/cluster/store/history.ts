import type { KubeObject } from "../object.ts";
import { keyOfObject, sortByKey } from "./rows.ts";
import type { StoreEvent, TypeName } from "./store.ts";

/** What happened, in order, as far back as it is kept. */
export interface History {
  add(event: StoreEvent): void;
  since(type: TypeName, version: number): readonly StoreEvent[] | undefined;
  /** The state at a version, won by undoing what happened after it. */
  rewind(type: TypeName, now: readonly KubeObject[], version: number): readonly KubeObject[] | undefined;
  compact(version: number): void;
}

export function history(kept: number): History {
  let events: StoreEvent[] = [];
  /** Everything up to here is forgotten. */
  let floor = 0;
  const after = (type: TypeName, version: number) => {
    if (version < floor) return undefined;
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = events[middle];
      if (event !== undefined && event.version <= version) low = middle + 1;
      else high = middle;
    }
    return events.slice(low).filter((event) => event.type === type);
  };
  return {
    add: (event) => {
      events.push(event);
      if (events.length <= 2 * kept) return;
      floor = events[events.length - kept - 1]?.version ?? floor;
      events = events.slice(-kept);
    },
    since: after,
    rewind: (type, now, version) => {
      const undo = after(type, version);
      if (undo === undefined) return undefined;
      if (undo.length === 0) return now;
      const state = new Map(now.map((object) => [keyOfObject(object), object]));
      for (const event of undo.toReversed()) {
        if (event.previous === undefined) state.delete(keyOfObject(event.object));
        else state.set(keyOfObject(event.object), event.previous);
      }
      return sortByKey([...state.values()]);
    },
    compact: (version) => {
      floor = version;
      events = [];
    },
  };
}
