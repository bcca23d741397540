import { expect, test } from "vitest";
import { createMasker } from "../mask/masker.ts";
import { createLog } from "./log.ts";

function recorded() {
  let text = "";
  let count = 0;
  const log = createLog({
    write: (more) => {
      text += more;
    },
    masker: createMasker(),
    token: () => `t${++count}`,
  });
  return { log, lines: () => text.trimEnd().split("\n") };
}

test("foreign text stands between markers, line by line, defused", () => {
  const { log, lines } = recorded();
  const stream = log.foreignStream();
  stream.write("one\n::add-");
  stream.write("mask::x\nlast ##[group]");
  stream.end();
  expect(lines()).toEqual(["::stop-commands::t1", "one", ": :add-mask::x", "last ## [group]", "::t1::"]);
});

test("our own commands work while foreign text is printed, and its markers are never used twice", () => {
  const { log, lines } = recorded();
  const stream = log.foreignStream();
  stream.write("a\n");
  log.mask("correct-horse");
  stream.write("b correct-horse\n");
  log.warning("careful", { file: "a,b.ts", line: 3, column: 2 });
  stream.end();
  expect(lines()).toEqual([
    "::stop-commands::t1",
    "a",
    "::t1::",
    "::add-mask::correct-horse",
    "::stop-commands::t2",
    "b ***",
    "::t2::",
    "::warning file=a%2Cb.ts,line=3,col=2::careful",
  ]);
});

test("two streams at once share the markers", () => {
  const { log, lines } = recorded();
  const [first, second] = [log.foreignStream(), log.foreignStream()];
  first.write("a\n");
  first.end();
  second.write("b\n");
  second.end();
  expect(lines()).toEqual(["::stop-commands::t1", "a", "b", "::t1::"]);
});

test("text of ours commands nothing, and annotations beyond the tenth become lines", () => {
  const { log, lines } = recorded();
  log.info("::set-output name=x::1");
  for (let number = 1; number <= 11; number += 1) log.error(`e${number}`, { file: "x.ts", line: number });
  expect(lines()[0]).toBe(": :set-output name=x::1");
  expect(lines()[10]).toBe("::error file=x.ts,line=10::e10");
  expect(lines()[11]).toBe("error: x.ts:11: e11");
});

test("a group ends also when its work fails", async () => {
  const { log, lines } = recorded();
  await expect(log.group("100%\nwork", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(lines()).toEqual(["::group::100%25%0Awork", "::endgroup::"]);
});

test("a secret in an annotation or in a file's name is hidden", () => {
  const { log, lines } = recorded();
  log.mask("correct:horse");
  log.error("it was correct:horse", { file: "correct:horse.ts" });
  expect(lines()[1]).toBe("::error file=***.ts::it was ***");
});
