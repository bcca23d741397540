import fc from "fast-check";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { flow, list, type Mapping, mapping, plain, type Yaml } from "./tree.ts";
import { write } from "./write.ts";

const one = (value: Yaml) => write(mapping([{ key: "k", value }])).text;

test.each<[Yaml, string]>([
  [plain("plain text"), "k: plain text\n"],
  [plain("yes"), "k: 'yes'\n"],
  [plain("1.20"), "k: '1.20'\n"],
  [plain("0 5 * * 1-5"), "k: 0 5 * * 1-5\n"],
  [plain("*/5 * * * *"), "k: '*/5 * * * *'\n"],
  [plain("2026-11-21"), "k: '2026-11-21'\n"],
  [plain("12:30"), "k: '12:30'\n"],
  [plain("a: b"), "k: 'a: b'\n"],
  [plain("it's: so"), 'k: "it\'s: so"\n'],
  [plain("tab\there"), 'k: "tab\\there"\n'],
  [plain(""), "k: ''\n"],
  [plain(null), "k:\n"],
  [plain("two\nlines"), "k: |-\n  two\n  lines\n"],
  [plain("two\nlines\n"), "k: |\n  two\n  lines\n"],
  [plain("ends\n\n"), "k: |+\n  ends\n\n"],
  [plain("  indented\nfirst"), "k: |2-\n    indented\n  first\n"],
  [plain("blank\n\nbetween\n"), "k: |\n  blank\n\n  between\n"],
  [flow(["main", "release/**", "v1.*", "a, b"]), "k: [main, release/**, v1.*, 'a, b']\n"],
  [list([]), "k: []\n"],
  [mapping([]), "k: {}\n"],
  [
    list([
      mapping([
        { key: "a", value: plain(1) },
        { key: "b", value: plain(true) },
      ]),
    ]),
    "k:\n  - a: 1\n    b: true\n",
  ],
])("%#", (value, expected) => {
  expect(one(value)).toBe(expected);
});

test("comments, notes and blank lines stand where the tree says", () => {
  const tree = mapping([
    { key: "a", value: plain("x"), note: "why\nso", comment: "above\n\ntwice" },
    {
      key: "b",
      value: mapping([
        { key: "c", value: plain(1), apart: true },
        { key: "d", value: plain(2), apart: true },
      ]),
      apart: true,
      note: "n",
    },
  ]);
  expect(write(tree, ["head"]).text).toBe("# head\n\n# above\n#\n# twice\na: x # why so\n\nb: # n\n  c: 1\n\n  d: 2\n");
});

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      ..." \t\n-:?#&*!|>'\"%@`[]{},=~0123456789.eExonyftruls_+/\\\r\u0085\u2028\uFEFF€😀".split(""),
    ),
  }),
);
const scalars = fc.oneof(
  texts,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
);
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
const values: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    scalars,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(
      texts.filter((key) => key !== "__proto__" && key.length < 500),
      tie("json"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).json;

function treeOf(value: Json, inFlow: boolean): Yaml {
  if (value === null || typeof value !== "object") return plain(value);
  if (Array.isArray(value)) return { ...list(value.map((v: Json) => treeOf(v, inFlow))), flow: inFlow };
  return mapping(Object.entries(value).map(([key, v]) => ({ key, value: treeOf(v, inFlow) })));
}

test("what is written, two parsers read back", () => {
  fc.assert(
    fc.property(values, fc.boolean(), (value, inFlow) => {
      const tree: Mapping = mapping([
        { key: "k", value: treeOf(value, inFlow), note: "n" },
        { key: "last", value: plain(1) },
      ]);
      const { text, places } = write(tree);
      expect(parse(text, { prettyErrors: false }), text).toEqual({ k: value, last: 1 });
      expect(load(text), text).toEqual({ k: value, last: 1 });
      expect(places).toHaveLength(text.split("\n").length - 1);
    }),
    { numRuns: 500 },
  );
});
