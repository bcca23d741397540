import { bagFrom, changed, money, pieces, totalCents } from "./bag.js";
import { byId, element } from "./element.js";
import { ask, Refusal } from "./server.js";

/**
 * @typedef {import("./bag.js").Product} Product
 * @typedef {{ known: ReadonlyMap<string, Product>, signedIn: () => boolean, signIn: () => Promise<boolean>, forget: () => void, ordered: (status: number) => unknown }} CheckoutOf
 */

/** The bag, kept in the browser until it is ordered. @param {CheckoutOf} of */
export function checkout(of) {
  const dialog = byId("bag", HTMLDialogElement);
  const list = byId("bag-lines", HTMLUListElement);
  const wrong = byId("bag-wrong", HTMLParagraphElement);
  const place = byId("place", HTMLButtonElement);
  let bag = bagFrom(localStorage.getItem("bag"));

  /** @param {import("./bag.js").Bag} next */
  function set(next) {
    bag = next;
    localStorage.setItem("bag", JSON.stringify(bag));
    // another bag is another order
    localStorage.removeItem("order-key");
    show();
  }

  /**
   * The key under which this bag is ordered: kept until there is an answer, so that a second try after a lost connection,
   * or in a reloaded page, orders nothing twice.
   */
  function orderKey() {
    const kept = localStorage.getItem("order-key");
    if (kept) return kept;
    // randomUUID exists only where the page came over TLS or from this machine
    const key = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
    localStorage.setItem("order-key", key);
    return key;
  }

  /** @param {string} product @param {number} count */
  function line(product, count) {
    const { name = product, price_cents = 0 } = of.known.get(product) ?? {};
    /** @param {number} step @param {string} label @param {string} sign */
    const step = (step, label, sign) =>
      element(
        "button",
        { type: "button", "aria-label": `${label} ${name}`, click: () => set(changed(bag, product, step)) },
        sign,
      );
    return element(
      "li",
      { class: "line" },
      element("img", { src: `/img/${product}.svg`, alt: "", width: 72, height: 54 }),
      element(
        "div",
        {},
        element("strong", {}, name),
        element(
          "div",
          { class: "amount" },
          step(-1, "One less of", "−"),
          element("span", {}, String(count)),
          step(1, "One more of", "+"),
        ),
      ),
      element("span", { class: "price" }, money(count * price_cents)),
    );
  }

  function show() {
    byId("bag-count", HTMLSpanElement).textContent = String(pieces(bag));
    const lines = Object.entries(bag).map(([product, count]) => line(product, count));
    list.replaceChildren(...(lines.length > 0 ? lines : [element("li", { class: "empty" }, "Nothing in it yet.")]));
    byId("bag-total", HTMLElement).textContent = money(totalCents(bag, of.known));
    place.disabled = lines.length === 0;
  }

  place.addEventListener("click", async () => {
    wrong.textContent = "";
    if (!of.signedIn() && !(await of.signIn())) return;
    place.disabled = true;
    const lines = Object.entries(bag).map(([product, quantity]) => ({ product, quantity }));
    try {
      const { status } = await ask("POST", "/shop/orders", { lines }, { "idempotency-key": orderKey() });
      set({});
      dialog.close();
      of.ordered(status);
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) of.forget();
      // this order was refused for good; a changed bag or a later try is a new one
      if (error instanceof Refusal && error.status === 409) localStorage.removeItem("order-key");
      wrong.textContent = error instanceof Refusal ? error.message : "Something went wrong. Try again in a moment.";
      place.disabled = false;
    }
  });
  byId("bag-door", HTMLButtonElement).addEventListener("click", () => {
    wrong.textContent = "";
    show();
    dialog.showModal();
  });

  return {
    show,
    add: (/** @type {Product} */ product) => set(changed(bag, product.id, 1)),
    products: () => Object.keys(bag),
  };
}
