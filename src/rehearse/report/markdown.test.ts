import fc from "fast-check";
import { expect, test } from "vitest";
import { markdown } from "./markdown.ts";

const tags = (text: string) => [...markdown(text).text.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)];

test("what GitHub shows of a summary is shown: headings, tables, code, a part that unfolds", () => {
  const text =
    "## Plan\n\n<details><summary>3 objects</summary>\n\n```diff\n+ a\n```\n\n</details>\n\n| a |\n|---|\n| x<br>y |";
  expect(markdown(text).text).toMatchInlineSnapshot(`
    "<div class="md"><h2>Plan</h2>
    <details><summary>3 objects</summary>
    <pre><code class="language-diff">+ a
    </code></pre>
    </details>
    <table>
    <thead>
    <tr>
    <th>a</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>x<br>y</td>
    </tr>
    </tbody>
    </table>
    </div>"
  `);
});

test.each([
  "<script>alert(1)</script>",
  "<b onclick=alert(1)>x</b>",
  "<details ontoggle=alert(1) open>",
  "[x](javascript:alert(1))",
  "[x](data:text/html,<script>)",
  "<iframe src=//x>",
  "<style>*{display:none}</style>",
  "<a href='//x'>x</a>",
  '<svg/onload="alert(1)">',
])("%s does nothing and is shown as it was written", (text) => {
  const shown = markdown(text).text;
  expect(shown).not.toMatch(/<(script|iframe|style|svg|img|b |details |a )/);
});

test("code and stress between words are shown as GitHub shows them, where both halves are there", () => {
  expect(markdown("### 📦 <code>web</code> is **<b>new</b>**").text).toContain(
    "<h3>📦 <code>web</code> is <strong><b>new</b></strong></h3>",
  );
  expect(markdown("<code>a **b</code> c** <b>d").text).toContain(
    "&lt;code&gt;a <strong>b&lt;/code&gt; c</strong> &lt;b&gt;d",
  );
});

test("a column's side is a class, for the page allows no style of an element's own", () => {
  const { text } = markdown("| a | b |\n| ---: | :---: |\n| 1 | 2 |");
  expect(text).toContain('<td class="right">1</td>');
  expect(text).toContain('<th class="center">b</th>');
  expect(text).not.toContain("style=");
});

test("an image becomes a link, for a report loads nothing", () => {
  expect(markdown("![x](https://elsewhere.example/pixel.png)").text).toContain(
    '!<a href="https://elsewhere.example/pixel.png">x</a>',
  );
});

test("whatever a summary opens is closed in it, and it closes nothing that it did not open", () => {
  const piece = fc.constantFrom(
    ...["<details>", "</details>", "<summary>", "</summary>", "<b>", "</b>", "<br>", "</div>", "</td>", "<p>", "<hr>"],
    ...["\n", "\n\n", "- ", "> ", "| a | b |\n|---|---|\n| ", " | ", "`", "**", "_", "x", "# ", "```\n", "    ", "1. "],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const open: string[] = [];
      for (const [, slash, name = ""] of tags(pieces.join(""))) {
        if (["br", "hr"].includes(name)) continue;
        if (slash === "") open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
