import type { Database } from "../database/database.ts";
import { type Line, type Order, orderFrom, type Wanted } from "./order.ts";

/** The request that placed an order settles it; only if that took longer than this does anyone else step in. */
const headStartMs = 5000;
const betweenAttemptsMs = 3000;

export interface NewOrder {
  readonly id: string;
  readonly customer: string;
  readonly key: string;
  readonly wanted: readonly Wanted[];
}

export interface Page {
  readonly orders: readonly Order[];
  readonly total: number;
}

export type Store = ReturnType<typeof createStore>;

/**
 * Each change is one statement that names the state it expects, so that two processes that carry on the same order agree:
 * the second changes nothing and is told so.
 */
export function createStore({ query }: Pick<Database, "query">, now: () => number) {
  const first = async (sql: string, values: readonly (string | number | null)[]) => {
    const [row] = await query(sql, values);
    return row && orderFrom(row);
  };

  return {
    /** The order as it is now on disk, and whether this call placed it; the same customer and key give the same order. */
    place: async (order: NewOrder): Promise<{ readonly order: Order; readonly placed: boolean }> => {
      const placed = await first(
        `INSERT INTO orders (id, customer, idempotency_key, state, wanted, placed_at, attempt_after)
         VALUES (?1, ?2, ?3, 'placed', ?4, ?5, ?6)
         ON CONFLICT (customer, idempotency_key) DO NOTHING RETURNING *`,
        [order.id, order.customer, order.key, JSON.stringify(order.wanted), now(), now() + headStartMs],
      );
      if (placed) return { order: placed, placed: true };
      const before = await first("SELECT * FROM orders WHERE customer = ?1 AND idempotency_key = ?2", [
        order.customer,
        order.key,
      ]);
      if (!before)
        throw new Error("An order could neither be placed nor found under its key; orders are never deleted.");
      return { order: before, placed: false };
    },

    confirm: (id: string, lines: readonly Line[], totalCents: number) =>
      first(
        "UPDATE orders SET state = 'confirmed', lines = ?2, total_cents = ?3 WHERE id = ?1 AND state = 'placed' RETURNING *",
        [id, JSON.stringify(lines), totalCents],
      ),

    reject: (id: string, reason: string) =>
      first("UPDATE orders SET state = 'rejected', reason = ?2 WHERE id = ?1 AND state = 'placed' RETURNING *", [
        id,
        reason,
      ]),

    beginCancelling: (id: string) =>
      first(
        "UPDATE orders SET state = 'cancelling', attempt_after = ?2 WHERE id = ?1 AND state = 'confirmed' RETURNING *",
        [id, now() + headStartMs],
      ),

    finishCancelling: (id: string) =>
      first("UPDATE orders SET state = 'cancelled' WHERE id = ?1 AND state = 'cancelling' RETURNING *", [id]),

    get: (id: string) => first("SELECT * FROM orders WHERE id = ?1", [id]),

    /** Newest first; of one customer, or of all. */
    list: async (customer: string | undefined, page: number, perPage: number): Promise<Page> => {
      const where = "(?1 = '' OR customer = ?1)";
      const [counted] = await query(`SELECT count(*) AS total FROM orders WHERE ${where}`, [customer ?? ""]);
      const rows = await query(
        `SELECT * FROM orders WHERE ${where} ORDER BY placed_at DESC, id DESC LIMIT ?2 OFFSET ?3`,
        [customer ?? "", perPage, (page - 1) * perPage],
      );
      return { orders: rows.map(orderFrom), total: Number(counted?.["total"] ?? 0) };
    },

    /** Unfinished orders nobody has been at for a while; taken by this call, so that other processes leave them alone. */
    claim: async (most: number): Promise<readonly Order[]> => {
      const rows = await query(
        `UPDATE orders SET attempt_after = ?3
         WHERE state IN ('placed', 'cancelling') AND attempt_after < ?1 AND id IN (
           SELECT id FROM orders WHERE state IN ('placed', 'cancelling') AND attempt_after < ?1
           ORDER BY attempt_after LIMIT ?2)
         RETURNING *`,
        [now(), most, now() + betweenAttemptsMs],
      );
      return rows.map(orderFrom);
    },

    /** How long the oldest unfinished order has been waiting, in seconds; 0 if there is none. */
    oldestUnfinished: async (): Promise<number> => {
      const [row] = await query("SELECT min(placed_at) AS oldest FROM orders WHERE state IN ('placed', 'cancelling')");
      const oldest = row?.["oldest"];
      return oldest === null || oldest === undefined ? 0 : Math.max(0, (now() - Number(oldest)) / 1000);
    },
  };
}
