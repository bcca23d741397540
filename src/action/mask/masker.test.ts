import fc from "fast-check";
import { expect, test } from "vitest";
import { createMasker } from "./masker.ts";

const masked = (secret: string, text: string) => {
  const masker = createMasker();
  masker.add(secret);
  return masker.hide(text);
};

test.each([
  ["as it is", (s: string) => s],
  ["in a URL", encodeURIComponent],
  ["in a form", (s: string) => new URLSearchParams({ s }).toString()],
  ["in JSON", (s: string) => JSON.stringify({ s })],
  ["in HTML", (s: string) => s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")],
])("a secret is hidden %s", (_, encode) => {
  const secret = 'p&ss "w<rd/+1';
  expect(masked(secret, `before ${encode(secret)} after`)).not.toMatch(/ss.*w/);
});

test("no alignment of base64 shows a secret, whatever stands around it", () => {
  const secret = "correct-horse-battery";
  fc.assert(
    fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
      for (const encoding of ["base64", "base64url"] as const) {
        const text = Buffer.from(`${before}${secret}${after}`).toString(encoding);
        const hidden = masked(secret, text);
        expect(hidden).toContain("***");
        // what is left decodes to nothing of the middle
        for (const rest of hidden.split("***"))
          expect(Buffer.from(rest, encoding).toString()).not.toContain("horse-batt");
      }
    }),
    { numRuns: 200 },
  );
});

test("the longer of two secrets goes first, so that no rest of it stays", () => {
  const masker = createMasker();
  masker.add("secret");
  masker.add("secret-and-more");
  expect(masker.hide("a secret-and-more b secret c")).toBe("a *** b *** c");
  expect(masker.finds("nothing")).toBe(false);
  expect(masker.finds("my secret")).toBe(true);
});

test("a secret is no pattern, and a text without secrets stays as it is", () => {
  expect(masked("a.c(d", "abcd a.c(d")).toBe("abcd ***");
  expect(masked("", "text")).toBe("text");
  expect(createMasker().hide("text")).toBe("text");
});
