import { money } from "./bag.js";
import { byId, element } from "./element.js";
import { ask } from "./server.js";

const categories = [
  ["", "All"],
  ["desk", "Desk"],
  ["sound", "Sound"],
  ["screen", "Screen"],
  ["connect", "Connect"],
];
const perPage = 8;

/**
 * @typedef {import("./bag.js").Product} Product
 * @typedef {{ add: (product: Product) => void, tell: (error: unknown) => void, seen: (products: readonly Product[]) => void }} CatalogueOf
 */

/** @param {Product} product @param {CatalogueOf} of */
const card = (product, of) =>
  element(
    "li",
    { class: "product" },
    element("img", { src: `/img/${product.id}.svg`, alt: "", width: 320, height: 240, loading: "lazy" }),
    element("div", { class: "words" }, element("h2", {}, product.name), element("p", {}, product.summary)),
    element(
      "div",
      { class: "buy" },
      element("span", { class: "price" }, money(product.price_cents)),
      product.stock > 0
        ? element(
            "button",
            { type: "button", "aria-label": `Add ${product.name} to the bag`, click: () => of.add(product) },
            "Add",
          )
        : element("span", { class: "quiet" }, "Sold out"),
    ),
  );

/** Browsing and searching. @param {CatalogueOf} of */
export function catalogue(of) {
  const search = byId("search", HTMLFormElement);
  const words = byId("q", HTMLInputElement);
  const list = byId("products", HTMLUListElement);
  const found = byId("found", HTMLParagraphElement);
  const pager = byId("pager", HTMLElement);
  const [back, on] = [byId("back", HTMLButtonElement), byId("on", HTMLButtonElement)];
  const asked = { q: "", category: "", page: 1 };
  let latest = 0;

  async function show() {
    latest += 1;
    const mine = latest;
    list.setAttribute("aria-busy", "true");
    const query = new URLSearchParams({ per_page: String(perPage), page: String(asked.page) });
    if (asked.q) query.set("q", asked.q);
    if (asked.category) query.set("category", asked.category);
    try {
      const { body } = await ask("GET", `/shop/products?${query}`);
      if (mine !== latest) return; // a newer search is under way
      of.seen(body.items);
      list.replaceChildren(...body.items.map((/** @type {Product} */ product) => card(product, of)));
      found.textContent =
        body.total === 0
          ? "Nothing found. Fewer words may find more."
          : `${body.total} product${body.total === 1 ? "" : "s"}`;
      pager.hidden = body.pages < 2;
      byId("page", HTMLSpanElement).textContent = `Page ${body.page} of ${body.pages}`;
      back.disabled = body.page <= 1;
      on.disabled = body.page >= body.pages;
    } catch (error) {
      if (mine !== latest) return;
      list.replaceChildren();
      pager.hidden = true;
      found.textContent = "";
      of.tell(error);
    } finally {
      if (mine === latest) list.removeAttribute("aria-busy");
    }
  }

  const buttons = categories.map(([category = "", label = ""]) =>
    element(
      "button",
      {
        type: "button",
        "aria-pressed": String(category === ""),
        click: (event) => {
          Object.assign(asked, { category, page: 1 });
          for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
          void show();
        },
      },
      label,
    ),
  );
  byId("categories", HTMLDivElement).append(...buttons);

  search.addEventListener("submit", (event) => {
    event.preventDefault();
    Object.assign(asked, { q: words.value.trim(), page: 1 });
    void show();
  });
  /** @param {number} step */
  const turn = (step) => async () => {
    asked.page += step;
    await show();
    byId("content", HTMLElement).scrollIntoView();
  };
  back.addEventListener("click", turn(-1));
  on.addEventListener("click", turn(1));
  return { show };
}
