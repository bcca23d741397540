import * as v from "valibot";
import type { Row } from "../database/database.ts";

/**
 * ```
 * placed ──► confirmed ──► cancelling ──► cancelled
 *    └─────► rejected
 * ```
 * `placed` and `cancelling` are promises: whoever finds one, in whatever process, carries it on.
 */
export const states = ["placed", "confirmed", "rejected", "cancelling", "cancelled"] as const;
export type State = (typeof states)[number];

export interface Wanted {
  readonly product: string;
  readonly quantity: number;
}

export interface Line extends Wanted {
  readonly name: string;
  readonly price_cents: number;
}

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly state: State;
  readonly wanted: readonly Wanted[];
  /** names and prices as they were when the stock was set aside */
  readonly lines: readonly Line[];
  readonly totalCents: number;
  /** why it was rejected */
  readonly reason: string | null;
  readonly placedAt: number;
}

const WantedLines = v.array(v.object({ product: v.string(), quantity: v.number() }));
export const Lines = v.array(
  v.object({ product: v.string(), quantity: v.number(), name: v.string(), price_cents: v.number() }),
);
const json = v.pipe(v.string(), v.parseJson());
/** PostgreSQL's driver gives a BIGINT as text, SQLite's as a number. */
const whole = v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.integer());

const Stored = v.object({
  id: v.string(),
  customer: v.string(),
  state: v.picklist(states),
  wanted: v.pipe(json, WantedLines),
  lines: v.nullable(v.pipe(json, Lines)),
  total_cents: v.nullable(whole),
  reason: v.nullable(v.string()),
  placed_at: whole,
});

export function orderFrom(row: Row): Order {
  const stored = v.parse(Stored, row);
  return {
    id: stored.id,
    customer: stored.customer,
    state: stored.state,
    wanted: stored.wanted,
    lines: stored.lines ?? [],
    totalCents: stored.total_cents ?? 0,
    reason: stored.reason,
    placedAt: stored.placed_at,
  };
}

/** As callers see it. */
export const shown = (order: Order) => ({
  id: order.id,
  customer: order.customer,
  state: order.state,
  wanted: order.wanted,
  lines: order.lines,
  total_cents: order.totalCents,
  reason: order.reason,
  placed_at: new Date(order.placedAt).toISOString(),
});

/** The same products in the same numbers, in whatever order they are named. */
export function sameWanted(one: readonly Wanted[], other: readonly Wanted[]): boolean {
  const key = (wanted: readonly Wanted[]) =>
    JSON.stringify(wanted.map(({ product, quantity }) => [product, quantity]).sort());
  return key(one) === key(other);
}
