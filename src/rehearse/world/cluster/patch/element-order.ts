import { equal } from "../json/equal.ts";
import { isObject, type Json } from "../json/value.ts";

/**
 * A merged list in the order the patch states (`$setElementOrder`, else that of its items). Items that only the server has
 * keep their place relative to those they stood beside before; what is new comes before them.
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
    const [here, there] = [item, other].map((one) => (one === undefined ? -1 : place(before, one)));
    const otherFirst = here !== undefined && there !== undefined && here >= 0 && there >= 0 && there < here;
    if (item !== undefined && !(other !== undefined && otherFirst)) {
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
