import { describe, expect, test } from "vitest";
import { bagFrom, changed, money, pieces, totalCents } from "../public/pages/bag.js";

describe("the bag", () => {
  test.each([
    [{}, 1, { mouse: 1 }],
    [{ mouse: 1 }, 1, { mouse: 2 }],
    [{ mouse: 1, lamp: 2 }, -1, { lamp: 2 }],
    [{}, -1, {}],
    [{ mouse: 99 }, 1, { mouse: 99 }],
  ])("%j changed by %i is %j", (bag, change, after) => {
    expect(changed(bag, "mouse", change)).toEqual(after);
  });

  test.each([null, "", "{", "[]", "7", '{"mouse":0}', '{"mouse":1.5}', '{"mouse":"2"}', '{"mouse":1000}'])(
    "%j is no bag",
    (text) => {
      expect(bagFrom(text)).toEqual({});
    },
  );

  test("adds up", () => {
    const mouse = { id: "mouse", name: "", summary: "", category: "", price_cents: 5900, stock: 1 };
    expect(pieces({ mouse: 2, lamp: 1 })).toBe(3);
    expect(totalCents({ mouse: 2, unknown: 1 }, new Map([["mouse", mouse]]))).toBe(11800);
    expect(money(11800)).toBe("€118.00");
  });
});
