/** The rows of the shop that `services/README.md` lists: the tests that show one begin with its id. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./manifests.ts";

const readme = readFileSync(join(root, "services/README.md"), "utf8");
const rows = [...readme.matchAll(/^\| ([TKMD]\d) \|/gm)].map(([, id = ""]) => id);

/** `test("K1 K2: …` and `def test_t2_…` → the ids at the name's beginning. */
function rowsNamed(text: string): readonly string[] {
  const titles = [...text.matchAll(/["'`]((?:[A-Z]\d+ )*[A-Z]\d+): /g)].flatMap(([, ids = ""]) => ids.split(" "));
  const functions = [...text.matchAll(/def test_([a-z]\d+)_/g)].map(([, id = ""]) => id.toUpperCase());
  return [...titles, ...functions];
}

test("each row of the shop has a test that names it", () => {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", "test", "services"], {
    cwd: root,
    encoding: "utf8",
  });
  const tests = listed.split("\n").filter((path) => /\.test\.ts$|\/test_\w+\.py$/.test(path));
  const named = new Set(tests.flatMap((path) => rowsNamed(readFileSync(join(root, path), "utf8"))));
  expect(rows).toHaveLength(23);
  expect(rows.filter((row) => !named.has(row))).toEqual([]);
});

test("an id counts at a name's beginning only", () => {
  expect(rowsNamed('test("K1 K2: both"); test("about K3"); def test_t2_x')).toEqual(["K1", "K2", "T2"]);
});
