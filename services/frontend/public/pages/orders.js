import { money } from "./bag.js";
import { byId, element } from "./element.js";
import { ask } from "./server.js";

const inWords = {
  placed: "on its way to us",
  confirmed: "confirmed",
  rejected: "could not be filled",
  cancelling: "being cancelled",
  cancelled: "cancelled",
};

/**
 * @typedef {{ id: string, state: keyof typeof inWords, lines: { name: string, quantity: number }[], wanted: { product: string, quantity: number }[], total_cents: number, placed_at: string, reason: string | null }} Order
 */

/** @param {Order} order @param {(order: Order) => void} cancel */
const entry = (order, cancel) =>
  element(
    "li",
    {},
    element(
      "div",
      { class: "row" },
      element(
        "strong",
        {},
        new Date(order.placed_at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }),
      ),
      element("span", { class: "state" }, inWords[order.state]),
    ),
    element(
      "p",
      {},
      (order.lines.length > 0
        ? order.lines.map((line) => `${line.quantity} × ${line.name}`)
        : order.wanted.map((line) => `${line.quantity} × ${line.product}`)
      ).join(", "),
    ),
    element(
      "div",
      { class: "row" },
      element("span", { class: "price" }, order.total_cents > 0 ? money(order.total_cents) : ""),
      order.state === "confirmed" && element("button", { type: "button", click: () => cancel(order) }, "Cancel order"),
    ),
    Boolean(order.reason) && element("p", { class: "quiet" }, order.reason ?? ""),
  );

/** One's own orders, newest first. @param {{ tell: (error: unknown) => void, say: (text: string) => void }} of */
export function orders(of) {
  const dialog = byId("orders", HTMLDialogElement);
  const list = byId("orders-list", HTMLUListElement);

  /** @param {Order} order */
  async function cancel(order) {
    try {
      await ask("POST", `/shop/orders/${encodeURIComponent(order.id)}/cancellation`, {});
      of.say("Cancelled. The pieces are back on the shelf.");
      await load();
    } catch (error) {
      of.tell(error);
    }
  }

  async function load() {
    const { body } = await ask("GET", "/shop/orders");
    const entries = body.items.map((/** @type {Order} */ order) => entry(order, cancel));
    list.replaceChildren(
      ...(entries.length > 0
        ? entries
        : [element("li", { class: "empty" }, "No orders yet. The bag is a good start.")]),
    );
  }

  return {
    open: async () => {
      try {
        await load();
        if (!dialog.open) dialog.showModal();
      } catch (error) {
        of.tell(error);
      }
    },
  };
}
