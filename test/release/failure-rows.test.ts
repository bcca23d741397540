import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Row {
  readonly number: number;
  readonly onEngine: boolean;
}

/** `| 7 | … | … | yes |` */
const rows: readonly Row[] = [
  ...readFileSync(join(root, "docs/failures.md"), "utf8").matchAll(/^\| (\d+) \|.*\| (yes )?\|$/gm),
].map(([, number, engine]) => ({ number: Number(number), onEngine: engine !== undefined }));

/** The rows that the tests below a folder have in their names: `row 7: …`, `rows 23 and 31: …`. */
function named(folders: readonly string[]): ReadonlySet<number> {
  const texts = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".test.ts"))
      .map((path) => readFileSync(join(root, folder, path), "utf8")),
  );
  const numbers = texts.flatMap((text) =>
    [...text.matchAll(/["'`]rows? ((?:\d+(?:, | and )?)+):/g)].flatMap(([, list = ""]) => list.match(/\d+/g) ?? []),
  );
  return new Set(numbers.map(Number));
}

test("the list is whole", () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  expect(rows.filter(({ onEngine }) => onEngine)).toHaveLength(23);
});

test("every row is named by a test over the scripted cluster", () => {
  const there = named(["test/integration/release", "test/integration/actions"]);
  expect(rows.map(({ number }) => number).filter((number) => !there.has(number))).toEqual([]);
});

test("every marked row is named by a test on the real cluster, too", () => {
  const there = named(["test/engine/release"]);
  const marked = rows.filter(({ onEngine }) => onEngine).map(({ number }) => number);
  expect(marked.filter((number) => !there.has(number))).toEqual([]);
});
