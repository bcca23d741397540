import * as v from "valibot";
import { correlationHeader } from "../serving/correlation.ts";
import { type Line, Lines, type Wanted } from "./order.ts";

/** What product-api made of the wish: an expected "no" is a value, an answer that never came is too. */
export type Reserved =
  | { readonly kind: "reserved"; readonly lines: readonly Line[]; readonly totalCents: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown"; readonly cause: unknown };

export type Released = { readonly kind: "released" } | { readonly kind: "unknown"; readonly cause: unknown };

/** Both are safe to ask again: the order's id is the key under which product-api remembers its answer. */
export interface Stock {
  readonly reserve: (orderId: string, wanted: readonly Wanted[]) => Promise<Reserved>;
  readonly release: (orderId: string) => Promise<Released>;
}

export interface StockOf {
  readonly address: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  readonly token: () => Promise<string>;
  readonly correlationId: () => string | undefined;
}

const Reservation = v.object({ lines: Lines, total_cents: v.number() });
const Refusal = v.object({
  detail: v.string(),
  violations: v.optional(v.array(v.object({ where: v.string() })), []),
});

export function stockAt(of: StockOf): Stock {
  async function ask(
    method: "POST" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<{ status: number; text: string }> {
    const id = of.correlationId();
    const response = await of.fetch(`${of.address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await of.token()}`,
        "content-type": "application/json",
        ...(id === undefined ? {} : { [correlationHeader]: id }),
      },
      signal: AbortSignal.timeout(of.timeoutMs),
      redirect: "error",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }

  return {
    reserve: async (orderId, wanted) => {
      try {
        const { status, text } = await ask("POST", "/reservations", { key: orderId, lines: wanted });
        if (status === 200 || status === 201) {
          const { lines, total_cents } = v.parse(Reservation, JSON.parse(text));
          return { kind: "reserved", lines, totalCents: total_cents };
        }
        // what product-api refuses for good; anything else may be different in a moment
        if (status === 400 || status === 409 || status === 422) {
          const refusal = v.parse(Refusal, JSON.parse(text));
          const which = refusal.violations.map(({ where }) => where).join(", ");
          return { kind: "refused", reason: which === "" ? refusal.detail : `${refusal.detail} (${which})` };
        }
        return { kind: "unknown", cause: { status, body: text.slice(0, 500) } };
      } catch (cause) {
        return { kind: "unknown", cause };
      }
    },
    release: async (orderId) => {
      try {
        const { status, text } = await ask("DELETE", `/reservations/${encodeURIComponent(orderId)}`);
        return status === 204 ? { kind: "released" } : { kind: "unknown", cause: { status, body: text.slice(0, 500) } };
      } catch (cause) {
        return { kind: "unknown", cause };
      }
    },
  };
}
