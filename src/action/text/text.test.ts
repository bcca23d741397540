import { expect, test } from "vitest";
import { defuse, plain, stripControls } from "./defuse.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "./escape.ts";

test.each([
  ["::add-mask::x", ": :add-mask::x"],
  ["  ::add-mask::x", "  : :add-mask::x"],
  ["std::vector", "std::vector"],
  ["a\r::set-output name=x::1", "a\n: :set-output name=x::1"],
  ["x ##[error]y", "x ## [error]y"],
  ["###[x", "### [x"],
])("%j is defused to %j", (text, safe) => expect(defuse(text)).toBe(safe));

test("colours stay in the log, nothing else of a terminal does", () => {
  const text = "\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007\u0000\tx\u0008";
  expect(stripControls(text)).toBe("\u001b[31mred\u001b[0m\tx");
  expect(plain(text)).toBe("red\tx");
});

test("foreign text in Markdown is text", () => {
  expect(escapeMarkdown("| *a* [x](y) <b> @ada `c` https://x")).toBe(
    "\\| \\*a\\* \\[x\\](y) &lt;b&gt; @\u2060ada \\`c\\` https:\u2060//x",
  );
  expect(escapeMarkdown("a\n# b")).toBe("a # b");
  expect(["# a", "- a", "+ a", "1. a", " 1) a", "a-1 (x)"].map(escapeMarkdown)).toEqual([
    "\\# a",
    "\\- a",
    "\\+ a",
    "1\\. a",
    " 1\\) a",
    "a-1 (x)",
  ]);
});

test("a fence is longer than any in the text", () => {
  expect(codeBlock("a\n````\nb\n")).toBe("`````\na\n````\nb\n`````");
  expect(codeBlock("x", "json")).toBe("```json\nx\n```");
});

test("code in a table's cell closes neither the cell nor the code", () => {
  expect(inlineCode("a|b`c</code>")).toBe("<code>a&#124;b&#96;c&lt;/code&gt;</code>");
});
