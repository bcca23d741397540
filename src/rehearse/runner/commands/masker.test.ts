import fc from "fast-check";
import { expect, test } from "vitest";
import { Masker } from "./masker.ts";

const masker = (...values: string[]) => {
  const made = new Masker();
  for (const value of values) made.add(value);
  return made;
};

test("a value is blanked wherever it stands", () =>
  expect(masker("hunter2").mask("a hunter2, hunter2!")).toBe("a ***, ***!"));

test("each line of a value is blanked alone as well", () =>
  expect(masker("BEGIN KEY\n  abcdef\nEND KEY").mask("x abcdef y")).toBe("x *** y"));

test("an empty value blanks nothing", () => expect(masker("").mask("text")).toBe("text"));

test("characters that mean something to a pattern are taken as they are", () =>
  expect(masker("a.*b").mask("a.*b axxb")).toBe("*** axxb"));

test("in any Base64 that a command made of it, none of the value's own characters can be read back", () => {
  const secret = fc
    .string({ minLength: 9, maxLength: 40, unit: "grapheme-ascii" })
    .filter((text) => text.trim() === text);
  fc.assert(
    fc.property(secret, fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), (value, before, after) => {
      const encoded = Buffer.from(`${before}${value}${after}`).toString("base64");
      const shown = masker(value).mask(encoded);
      expect(shown).toContain("***");
      expect(shown.length - 3).toBeLessThan(Math.ceil(((before.length + after.length) * 3 + 6) * (4 / 3)) + 4);
    }),
  );
});

test.each([
  ["URI", encodeURIComponent("p@ss w/rd")],
  ["JSON", JSON.stringify('p@ss "w/rd')],
  ["XML", "p@ss &lt;w/rd"],
])("the %s form is blanked", (_, text) => {
  const made = masker("p@ss w/rd", 'p@ss "w/rd', "p@ss <w/rd");
  expect(made.mask(text)).toContain("***");
});
