/**
 * @typedef {Readonly<Record<string, number>>} Bag how many pieces of each product
 * @typedef {{ id: string, name: string, summary: string, category: string, price_cents: number, stock: number }} Product
 */

const mostOfOne = 99;

/** @type {(bag: Bag, product: string, change: number) => Bag} */
export function changed(bag, product, change) {
  const { [product]: before = 0, ...others } = bag;
  const after = Math.min(mostOfOne, Math.max(0, before + change));
  return after === 0 ? others : { ...others, [product]: after };
}

/** @type {(bag: Bag) => number} */
export const pieces = (bag) => Object.values(bag).reduce((sum, count) => sum + count, 0);

/** @type {(bag: Bag, known: ReadonlyMap<string, Product>) => number} */
export const totalCents = (bag, known) =>
  Object.entries(bag).reduce((sum, [product, count]) => sum + count * (known.get(product)?.price_cents ?? 0), 0);

/** What a browser kept, if it still is a bag: whole numbers of pieces from 1 on. @type {(text: string | null) => Bag} */
export function bagFrom(text) {
  try {
    const kept = JSON.parse(text ?? "{}");
    if (typeof kept !== "object" || kept === null || Array.isArray(kept)) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(([, count]) => Number.isInteger(count) && count > 0 && count <= mostOfOne),
    );
  } catch {
    return {};
  }
}

/** @type {(cents: number) => string} */
export const money = (cents) => (cents / 100).toLocaleString("en", { style: "currency", currency: "EUR" });
