import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { within } from "./within.ts";

let base = "";
let root = "";
beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "within-")));
  root = join(base, "root");
  mkdirSync(join(root, "a/b"), { recursive: true });
  mkdirSync(join(base, "root-too"));
  writeFileSync(join(root, "a/file"), "");
  symlinkSync(base, join(root, "up"));
  symlinkSync(join(base, "root-too"), join(root, "sibling"));
  symlinkSync(join(root, "a"), join(root, "inside"));
  symlinkSync(join(base, "not-there"), join(root, "dangling"));
  symlinkSync("loop", join(root, "loop"));
});
afterAll(() => rmSync(base, { recursive: true }));

test.each([
  ["a/b", "a/b"],
  ["a/file", "a/file"],
  ["new/deep/file", "new/deep/file"],
  ["./a//b/.", "a/b"],
  ["inside/b", "a/b"],
  ["a\\b", "a/b"],
  ["...", "..."],
  ["~", "~"],
])("%j is inside", (named, place) => expect(within(root, named)).toBe(join(root, place)));

test.each([
  "",
  "..",
  "../root-too/x",
  "a/../../x",
  "a\\..\\..\\x",
  "/etc/passwd",
  "C:\\x",
  "c:x",
  "a\0b",
  "up/x",
  "sibling/x",
  "dangling",
  "dangling/x",
  "loop/x",
])("%j is refused", (named) =>
  expect(() => within(root, named)).toThrow(expect.objectContaining({ code: "path-outside" })),
);

test("whatever the name, the place is inside or there is an error", () => {
  const part = fc.oneof(
    fc.constantFrom(
      "..",
      ".",
      "",
      "up",
      "sibling",
      "inside",
      "dangling",
      "loop",
      "a",
      "b",
      "file",
      "~",
      "C:",
      "%2e%2e",
      "..\\",
    ),
    fc.string({ maxLength: 5 }),
  );
  const name = fc
    .tuple(fc.array(part, { maxLength: 6 }), fc.constantFrom("/", "\\", "//"), fc.constantFrom("", "/", "\\", "//"))
    .map(([parts, separator, start]) => start + parts.join(separator));
  fc.assert(
    fc.property(name, (named) => {
      let place: string;
      try {
        place = within(root, named);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: "path-outside" });
        return;
      }
      expect(place === root || place.startsWith(root + sep)).toBe(true);
      expect(resolve(place)).toBe(place);
    }),
    { numRuns: 2000 },
  );
});
