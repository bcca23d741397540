import type { RehearsalEvent, Tell } from "./event.ts";

const canWait: ReadonlySet<RehearsalEvent["kind"]> = new Set(["line", "step-started", "step-ended"]);

/**
 * Tells of steps when the next one has been started: whoever listens writes, counts and paints while that is at work. The order
 * stays, and everything else is told at once, after what waited.
 */
export function later(tell: Tell): { readonly tell: Tell; readonly end: () => void } {
  let waiting: RehearsalEvent[] = [];
  const end = () => {
    const now = waiting;
    waiting = [];
    for (const event of now) tell(event);
  };
  return {
    tell: (event) => {
      if (!canWait.has(event.kind)) {
        end();
        tell(event);
        return;
      }
      if (waiting.length === 0) setImmediate(end);
      waiting.push(event);
    },
    end,
  };
}
