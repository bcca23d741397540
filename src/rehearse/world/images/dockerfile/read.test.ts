import { expect, test } from "vitest";
import { DockerfileProblem, flagOf } from "./instruction.ts";
import { readDockerfile } from "./read.ts";
import { expand, SubstitutionProblem } from "./variable.ts";
import { execForm, pairsOf, wordsOf } from "./words.ts";

const shape = (source: string) => readDockerfile(source).map(({ keyword, text, line }) => `${line} ${keyword} ${text}`);

test("lines are joined, comments dropped, also between joined lines", () =>
  expect(
    shape("# syntax=docker/dockerfile:1\n\nfrom node AS a\nRUN npm ci \\\n  # why\n\n  && echo hi\nUSER 1001"),
  ).toEqual(["3 FROM node AS a", "4 RUN npm ci   && echo hi", "8 USER 1001"]));

test("another escape character can be chosen", () =>
  expect(shape("# escape=`\nRUN a `\n  b\\\nUSER x")).toEqual(["2 RUN a   b\\", "4 USER x"]));

test("flags are apart from the text", () => {
  const [copy] = readDockerfile("COPY --link --from=build --chown=1:2 a b");
  expect([copy?.text, copy && flagOf(copy, "from"), copy && flagOf(copy, "link"), copy && flagOf(copy, "x")]).toEqual([
    "a b",
    "build",
    "",
    undefined,
  ]);
});

test("blocks belong to their instruction", () => {
  const [copy, run] = readDockerfile(
    "COPY <<a.txt <<-'B' /x/\nhello $X\na.txt\n\ttabs\n\tB\nRUN <<EOF\necho 1\nEOF".replaceAll("a.txt", "A"),
  );
  expect(copy?.heredocs).toEqual([
    { name: "A", content: "hello $X\n", expand: true },
    { name: "B", content: "tabs\n", expand: false },
  ]);
  expect(run?.heredocs[0]?.content).toBe("echo 1\n");
});

test.each([
  ["FROM a\nFETCH x", "Dockerfile:2 unknown instruction FETCH"],
  ["RUN <<EOF\nx", "Dockerfile:1 the block <<EOF has no line EOF that ends it"],
])("%j is refused", (source, message) => {
  expect(() => readDockerfile(source)).toThrow(DockerfileProblem);
  expect(() => readDockerfile(source)).toThrow(message);
});

const variables = { A: "1", EMPTY: "", SPACE: "a b" };
test.each<[string, string[]]>([
  ["a  b", ["a", "b"]],
  ["'a $A' \"b $A\" c$A", ["a $A", "b 1", "c1"]],
  ["a\\ b \\$A", ["a b", "$A"]],
  ["${A}x ${NONE:-d} ${EMPTY:-e} ${EMPTY-f} ${A:+g} ${NONE:+h}", ["1x", "d", "e", "", "g", ""]],
  ['"" x', ["", "x"]],
])("the words of %s", (text, words) => expect(wordsOf(text, variables)).toEqual(words));

test("pairs in both forms", () => {
  expect(pairsOf('A=1 B="x y" C=z\\ w', {})).toEqual([
    ["A", "1"],
    ["B", "x y"],
    ["C", "z w"],
  ]);
  expect(pairsOf("OLD style value", {})).toEqual([["OLD", "style value"]]);
});

test("exec form is JSON or nothing", () => {
  expect(execForm('["a b", "c"]')).toEqual(["a b", "c"]);
  expect(execForm("[ -f x ] && y")).toBeUndefined();
});

const path = { P: "/usr/local/lib/app.tar.gz", A: "a", EMPTY: "" };
test.each([
  ["${P#*/}", "usr/local/lib/app.tar.gz"],
  ["${P##*/}", "app.tar.gz"],
  ["${P%.*}", "/usr/local/lib/app.tar"],
  ["${P%%.*}", "/usr/local/lib/app"],
  ["${P/l?/L}", "/usr/Lcal/lib/app.tar.gz"],
  ["${P//l?/L}", "/usr/LcaLLb/app.tar.gz"],
  ["${P//\\//:}", ":usr:local:lib:app.tar.gz"],
  ["${NONE#x}", ""],
  ["${P#nothing}", "/usr/local/lib/app.tar.gz"],
  ["${NONE:-${EMPTY:-${A}b}}", "ab"],
  ["${A:?not said}", "a"],
])("%s is %s", (text, value) => expect(expand(text, path)).toBe(value));

test.each([
  ["${EMPTY:?say which}", "EMPTY: say which"],
  ["${NONE?}", "NONE: it has to have a value"],
  ["${A^^}", "${A^^} is no substitution that a Dockerfile knows"],
  ["${A", "${A is not closed by }"],
])("%s is refused: %s", (text, message) => {
  expect(() => expand(text, path)).toThrow(SubstitutionProblem);
  expect(() => expand(text, path)).toThrow(message);
});

test("expansion keeps blanks", () => expect(expand("a  $SPACE \\$A", variables)).toBe("a  a b $A"));
