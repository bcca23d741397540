import type { Log } from "../serving/log.ts";
import type { Order } from "./order.ts";
import type { Stock } from "./stock.ts";
import type { Store } from "./store.ts";

export interface SettlingOf {
  readonly store: Store;
  readonly stock: Stock;
  readonly log: Log;
  /** told of each order that reached an end here */
  readonly ended: (state: Order["state"]) => void;
}

/**
 * Carries an order as far as it can go now. Whoever calls it may die after any line: the order on disk still says what is to
 * be done, and doing it twice does no harm, because the stock is kept under the order's id.
 */
export async function settle(of: SettlingOf, order: Order): Promise<Order> {
  const { store, stock, log } = of;
  /** The change may have been made by another process meanwhile; then what is on disk counts. */
  const or = async (changed: Order | undefined): Promise<Order> => {
    if (changed === undefined) return (await store.get(order.id)) ?? order;
    of.ended(changed.state);
    log.info("order settled", { order: changed.id, state: changed.state });
    return changed;
  };

  if (order.state === "placed") {
    const answer = await stock.reserve(order.id, order.wanted);
    if (answer.kind === "reserved") return or(await store.confirm(order.id, answer.lines, answer.totalCents));
    if (answer.kind === "refused") return or(await store.reject(order.id, answer.reason));
    log.warn("order waits for the catalogue", { order: order.id, error: answer.cause });
  }
  if (order.state === "cancelling") {
    const answer = await stock.release(order.id);
    if (answer.kind === "released") return or(await store.finishCancelling(order.id));
    log.warn("cancellation waits for the catalogue", { order: order.id, error: answer.cause });
  }
  return order;
}

/** Picks up what others left: orders whose request was cut off, whose process died, or whose catalogue was away. */
export async function settleLeftovers(of: SettlingOf, most = 20): Promise<number> {
  const leftovers = await of.store.claim(most);
  for (const order of leftovers) await settle(of, order);
  return leftovers.length;
}

export interface Rounds {
  readonly stop: () => Promise<void>;
}

/** Looks for leftovers again and again, one look at a time; ends after the look under way. */
export function startRounds(of: SettlingOf, wait: (ms: number, signal: AbortSignal) => Promise<unknown>): Rounds {
  const end = new AbortController();
  const rounds = (async () => {
    while (!end.signal.aborted) {
      try {
        await settleLeftovers(of);
      } catch (error) {
        of.log.error("could not look for unfinished orders", { error });
      }
      await wait(1000, end.signal).catch(() => {});
    }
  })();
  return {
    stop: () => {
      end.abort();
      return rounds;
    },
  };
}
