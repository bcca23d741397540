import { expect, test } from "vitest";
import { parsePairs, parsePaths } from "./command-file.ts";

test.each<[string, string, [string, string][]]>([
  ["a value may hold =", "a=b=c\n", [["a", "b=c"]]],
  ["an empty value is one", "a=\n", [["a", ""]]],
  ["nothing is trimmed", " a = b \n", [[" a ", " b "]]],
  ["blank lines are skipped", "\n\na=1\n\n", [["a", "1"]]],
  ["a block keeps its lines", "a<<E\n1\n\n2\nE\n", [["a", "1\n\n2"]]],
  ["an empty block is empty", "a<<E\nE\n", [["a", ""]]],
  ["the delimiter must be the whole line", "a<<E\nE \n E\nE", [["a", "E \n E"]]],
  ["= before << is a plain pair", "a=b<<c\n", [["a", "b<<c"]]],
  ["<< before = is a block", "a<<=\nx\n=\n", [["a", "x"]]],
  [
    "CR belongs to the value",
    "a=b\r\nc=d\r\n",
    [
      ["a", "b\r"],
      ["c", "d\r"],
    ],
  ],
])("%s", (_, text, pairs) => expect(parsePairs(text)).toEqual({ pairs }));

test.each([
  ["nothing", "Invalid format 'nothing'"],
  ["=x", "Invalid format '=x'. Name must not be empty"],
  ["a<<E\nx\n", "Invalid value. Matching delimiter not found 'E'"],
  ["<<E\nE\n", "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
])("%j is an error that leaves the pairs before it", (text, error) => {
  expect(parsePairs(`ok=1\n${text}`)).toEqual({ pairs: [["ok", "1"]], error });
});

test("the last path comes first", () => expect(parsePaths("/a\n\n/b\n")).toEqual(["/b", "/a"]));
