import type { Call } from "../http/call.ts";
import { type Fault, matches, type Rule } from "./fault.ts";

export interface Faults {
  add(rule: Rule): FaultHandle;
  /** Back to a server without faults. */
  clear(): void;
}

export interface FaultHandle {
  /** How often it did harm. */
  readonly hits: number;
  /** How often it could have: what `skip` let pass counts too. */
  readonly seen: number;
  remove(): void;
}

/** The side of the faults that the server asks. */
export interface FaultBook extends Faults {
  /** The faults that strike this request, each counted. Watch and connection faults are asked for by their own. */
  strike(call: Call): readonly Fault[];
  /** The watch faults for a call, not yet counted. */
  ofWatch(call: Call): readonly WatchFault[];
  strikeConnection(): boolean;
}

export interface WatchFault {
  readonly change: Extract<Fault, { kind: "watch" }>["change"];
  /** True when it strikes the present event. */
  strike(): boolean;
}

interface Entry {
  readonly rule: Rule;
  seen: number;
  hits: number;
}

export function faultBook(): FaultBook {
  let entries: readonly Entry[] = [];
  const strike = (entry: Entry): boolean => {
    const { skip = 0, times = Number.POSITIVE_INFINITY } = entry.rule;
    entry.seen += 1;
    if (entry.seen <= skip || entry.hits >= times) return false;
    entry.hits += 1;
    return true;
  };
  const concerning = (call: Call) => entries.filter((entry) => matches(call, entry.rule.match ?? {}));
  return {
    add: (rule) => {
      const entry: Entry = { rule, seen: 0, hits: 0 };
      entries = [...entries, entry];
      return {
        get hits() {
          return entry.hits;
        },
        get seen() {
          return entry.seen;
        },
        remove: () => {
          entries = entries.filter((other) => other !== entry);
        },
      };
    },
    clear: () => {
      entries = [];
    },
    strike: (call) =>
      concerning(call).flatMap((entry) => {
        const { fault } = entry.rule;
        return fault.kind === "watch" || fault.kind === "tls eof" || !strike(entry) ? [] : [fault];
      }),
    ofWatch: (call) =>
      concerning(call).flatMap((entry) => {
        const { fault } = entry.rule;
        return fault.kind === "watch" ? [{ change: fault.change, strike: () => strike(entry) }] : [];
      }),
    strikeConnection: () => entries.some((entry) => entry.rule.fault.kind === "tls eof" && strike(entry)),
  };
}
