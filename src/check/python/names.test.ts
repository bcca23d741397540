import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unknownNames } from "./names.ts";
import { tokensOf } from "./token.ts";

const unknown = (script: string) => unknownNames(tokensOf(script).tokens).map(({ text }) => text);

describe("names that a Python script reads and never sets", () => {
  it.each([
    ["a slip", "value = 1\nprint(valeu)", ["valeu"]],
    ["a module that is not imported", "import os\nos.getcwd()\njson.loads('1')", ["json"]],
    ["each is said once", "a()\na()", ["a"]],
    ["in a default, an annotation and a comprehension", "def f(a: b, e=c): return [d for e in a]", ["b", "c", "d"]],
    ["not a property, an argument's name or a text", "import os\nprint(os.nothing, end='nothing', sep=f'{1}')", []],
    ["not targets of any kind", "a, (b, *c) = 1, (2, 3)\nd += a\nwith x() as (e, f): print(b, c, e, f)", ["x"]],
    [
      "not the walrus, loops, exceptions",
      "for i, (j, k) in []: i, j, k\nif (n := 1): n\ntry: 1\nexcept OSError as e: e",
      [],
    ],
    [
      "not parameters",
      "def f(a, *b, c=1, **d): return a, b, c, d\ng = lambda x, y=1: x + y\nclass A[T](dict): t: T",
      [],
    ],
    ["not patterns", "match 1:\n  case [a, b]:\n    print(a, b)", []],
    ["nothing where a star imports", "from os import *\ngetcwd()", []],
    ["nothing where a script asks for names", "exec('a = 1')\nprint(a)", []],
    ["nothing where it is ready for a missing one", "try: unicode\nexcept NameError: unicode = str", []],
  ])("%s", (_, script, expected) => {
    expect(unknown(script)).toEqual(expected);
  });
});

describe("what Python cannot read on from", () => {
  it.each([
    ["print(", 5, "this ( is never closed"],
    ["a = [1, 2)", 9, "this ) closes nothing"],
    ["a = 'b\nc", 4, "a text begins here and never ends"],
  ])("%s", (script, at, message) => {
    expect(tokensOf(script).mistake).toEqual({ at, message });
  });

  it.each(['f"{a["b"]}"', "'''\n'\n'''", "r'\\\\'", "f'{{' # (", "'a\\\nb'", "x = (\n 1,\n)", "rb'('"])(
    "not %s",
    (script) => {
      expect(tokensOf(script).mistake).toBeUndefined();
    },
  );

  it("any text is read to its end or to a mistake inside it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab1 '\"\\\n{}()[]:=.,#fr") }), (script) => {
        const { tokens, mistake } = tokensOf(script);
        expect(mistake?.at ?? 0).toBeLessThanOrEqual(script.length);
        for (const { text, at } of tokens)
          if (at < script.length && text !== "") expect(script.startsWith(text, at)).toBe(true);
      }),
    );
  });
});
