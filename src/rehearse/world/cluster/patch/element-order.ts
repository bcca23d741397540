import { equal } from "../json/equal.ts";
import { isObject, type Json } from "../json/value.ts";

/**
 * A merged list in the order the patch states (`$setElementOrder`). Items that only the server has keep their place
 * relative to the items they stood beside before.
 */
export function inOrder(
  merged: readonly Json[],
  before: readonly Json[],
  order: readonly Json[],
  key: string | undefined,
): readonly Json[] {
  const keyOf = (item: Json | undefined): Json | undefined => (key !== undefined && isObject(item) ? item[key] : item);
  const place = (list: readonly Json[], item: Json) => list.findIndex((other) => equal(keyOf(other), keyOf(item)));
  const stated = merged.filter((item) => place(order, item) >= 0).toSorted((a, b) => place(order, a) - place(order, b));
  const others = merged.filter((item) => place(order, item) < 0);
  const out: Json[] = [];
  let s = 0;
  let o = 0;
  for (let item = stated[s], other = others[o]; item !== undefined || other !== undefined; ) {
    const first =
      other === undefined ||
      (item !== undefined && place(before, item) >= 0 && place(before, item) < place(before, other));
    if (first && item !== undefined) {
      out.push(item);
      s += 1;
    } else if (other !== undefined) {
      out.push(other);
      o += 1;
    }
    item = stated[s];
    other = others[o];
  }
  return out;
}
