import { expect, test } from "vitest";
import { Masker } from "./masker.ts";
import { StepOutput } from "./step-output.ts";

const read = (...lines: string[]) => {
  const output = new StepOutput(new Masker());
  return lines.flatMap((line) => output.read(line));
};

test("plain text stays as it is", () => expect(read("hello")).toEqual([{ kind: "text", text: "hello" }]));

test("a mask holds from the next line on", () =>
  expect(read("abc secret", "::add-mask::secret", "abc secret")).toEqual([
    { kind: "text", text: "abc secret" },
    { kind: "text", text: "abc ***" },
  ]));

test("between stop-commands markers everything is text", () =>
  expect(read("::stop-commands::abc", "::error::x", "::ABC::", "::error::y")).toEqual([
    { kind: "text", text: "::error::x" },
    { kind: "annotation", annotation: { level: "error", message: "y" } },
  ]));

test("an annotation keeps its place, and its column only within one line", () =>
  expect(read("::error file=a.ts,line=3,endLine=4,col=5,title=T::m", "::error file=a.ts,line=3,col=5::m")).toEqual([
    { kind: "annotation", annotation: { level: "error", message: "m", title: "T", file: "a.ts", line: 3, endLine: 4 } },
    { kind: "annotation", annotation: { level: "error", message: "m", file: "a.ts", line: 3, column: 5 } },
  ]));

test("a mask holds for all that an annotation says, its title and its file, too", () =>
  expect(read("::add-mask::secret", "::error title=T secret,file=secret.ts::a secret")).toEqual([
    { kind: "annotation", annotation: { level: "error", message: "a ***", title: "T ***", file: "***.ts" } },
  ]));

test("after ten annotations of a level the rest is text", () =>
  expect(read(...Array.from({ length: 12 }, (_, i) => `::warning::${i}`)).map((effect) => effect.kind)).toEqual([
    ...Array.from({ length: 10 }, () => "annotation"),
    "text",
    "text",
  ]));

test("set-env is a problem, set-output still works", () =>
  expect(read("::set-env name=A::b", "::set-output name=a::b").map((effect) => effect.kind)).toEqual([
    "problem",
    "output",
  ]));

test("with echo on, commands are shown as well, masks never", () =>
  expect(read("::echo::on", "::debug::d", "::add-mask::secret", "::echo::off", "::debug::e")).toEqual([
    { kind: "text", text: "::debug::d" },
    { kind: "debug", text: "d" },
    { kind: "debug", text: "e" },
  ]));

test.each(["", "error", "pause-logging"])("stop-commands does not take the token %j", (token) =>
  expect(read(`::stop-commands::${token}`)[0]?.kind).toBe("problem"),
);

test("a problem matcher is named, taking one back is nothing", () =>
  expect(read("::add-matcher::/a/eslint.json", "##[add-matcher]b.json", "::remove-matcher owner=eslint::")).toEqual([
    { kind: "matcher", file: "/a/eslint.json" },
    { kind: "matcher", file: "b.json" },
  ]));
