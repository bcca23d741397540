import fc from "fast-check";
import { expect, test } from "vitest";
import { Captured } from "./captured.ts";

test("what fits is kept whole, in whatever pieces it came", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (pieces) => {
      const captured = new Captured(1_000_000);
      for (const piece of pieces) captured.add(Buffer.from(piece));
      expect(captured.text()).toBe(pieces.join(""));
      expect(captured.truncated).toBe(false);
    }),
  );
});

test("of more, the beginning and the end are kept, and how much is missing is said", () => {
  const captured = new Captured(40);
  for (let number = 0; number < 100; number += 1) captured.add(Buffer.from(`${number % 10}`));
  expect(captured.truncated).toBe(true);
  expect(captured.text()).toBe(`0123456789\n… 60 bytes left out …\n${"0123456789".repeat(3)}`);
});
