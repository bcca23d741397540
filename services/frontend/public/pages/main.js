import { account } from "./account.js";
import { catalogue } from "./catalogue.js";
import { checkout } from "./checkout.js";
import { byId } from "./element.js";
import { orders } from "./orders.js";
import { ask, Refusal } from "./server.js";

const notice = byId("notice", HTMLParagraphElement);
/** @type {ReturnType<typeof setTimeout> | undefined} */
let hiding;

/** @param {string} text */
function say(text) {
  // inside the open dialog: what lies outside it is covered by the backdrop and not read aloud
  (document.querySelector("dialog[open]") ?? document.body).append(notice);
  notice.textContent = text;
  notice.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => notice.classList.remove("shown"), 5000);
}

/** @param {unknown} error */
function tell(error) {
  if (!(error instanceof Refusal)) console.error(error);
  say(error instanceof Refusal ? error.message : "Something went wrong. Try again in a moment.");
}

/** @type {Map<string, import("./bag.js").Product>} */
const known = new Map();
const ordersDoor = byId("orders-door", HTMLButtonElement);
const history = orders({ tell, say });
const who = account({
  tell,
  changed: (signedIn) => {
    ordersDoor.hidden = !signedIn;
  },
});
const bag = checkout({
  known,
  signedIn: who.signedIn,
  signIn: who.signIn,
  forget: who.forget,
  ordered: async (status) => {
    await history.open();
    say(status === 202 ? "We have your order and will confirm it shortly." : "Thank you. Your order is confirmed.");
  },
});
const shelf = catalogue({
  tell,
  seen: (products) => {
    for (const product of products) known.set(product.id, product);
    bag.show();
  },
  add: (product) => {
    bag.add(product);
    say(`${product.name} is in your bag.`);
  },
});

ordersDoor.addEventListener("click", () => void history.open());
for (const button of document.querySelectorAll("[data-close]"))
  button.addEventListener("click", () => button.closest("dialog")?.close());

await Promise.all([who.load(), shelf.show()]);
// a bag from yesterday may hold what is not on the first page
await Promise.all(
  bag
    .products()
    .filter((id) => !known.has(id))
    .map((id) =>
      ask("GET", `/shop/products/${encodeURIComponent(id)}`).then(
        ({ body }) => known.set(id, body),
        () => {},
      ),
    ),
);
bag.show();
const version = await ask("GET", "/version").catch(() => undefined);
byId("release", HTMLParagraphElement).textContent = version ? `Release ${version.body.release}` : "";
