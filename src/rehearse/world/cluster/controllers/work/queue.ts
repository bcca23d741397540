import type { Clock } from "../../clock.ts";
import type { Again } from "./controller.ts";
import type { Key } from "./key.ts";

export interface Queue {
  add(key: Key): void;
  stop(): void;
}

/**
 * Keys waiting for one controller. Each is there once, however often it changed; a look that throws is made again
 * after a growing pause. Work runs from the clock, never inside the write that caused it: with a manual clock nothing
 * happens until `advance(0)`.
 */
export function queue(clock: Clock, look: (key: Key) => Again, unexpected: (error: unknown, key: Key) => void): Queue {
  const waiting = new Map<string, Key>();
  const later = new Map<string, () => void>();
  const failures = new Map<string, number>();
  let cancelDrain: (() => void) | undefined;
  let stopped = false;

  const idOf = (key: Key) => `${key.namespace}/${key.name}`;

  const add = (key: Key) => {
    if (stopped) return;
    waiting.set(idOf(key), key);
    cancelDrain ??= clock.after(0, drain);
  };

  const postpone = (key: Key, ms: number) => {
    const id = idOf(key);
    later.get(id)?.();
    later.set(
      id,
      clock.after(ms, () => {
        later.delete(id);
        add(key);
      }),
    );
  };

  const drain = () => {
    cancelDrain = undefined;
    const batch = [...waiting.values()];
    waiting.clear();
    for (const key of batch) {
      if (stopped) return;
      const id = idOf(key);
      try {
        const again = look(key);
        failures.delete(id);
        if (again !== undefined) postpone(key, Math.max(1, again));
      } catch (error) {
        const failed = (failures.get(id) ?? 0) + 1;
        failures.set(id, failed);
        unexpected(error, key);
        postpone(key, Math.min(5 * 2 ** failed, 60_000));
      }
    }
  };

  return {
    add,
    stop: () => {
      stopped = true;
      cancelDrain?.();
      for (const cancel of later.values()) cancel();
      later.clear();
    },
  };
}
