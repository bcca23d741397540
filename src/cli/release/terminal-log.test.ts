import { expect, test } from "vitest";
import { createMasker } from "../../action/mask/masker.ts";
import { terminalLog } from "./terminal-log.ts";

function said(work: (log: ReturnType<typeof terminalLog>) => void): readonly string[] {
  const lines: string[] = [];
  work(terminalLog((line) => lines.push(line), createMasker()));
  return lines;
}

test("a secret is hidden, and not itself told to anybody", () => {
  const lines = said((log) => {
    log.mask("a-password-of-the-database");
    log.error("connecting with a-password-of-the-database: refused");
  });
  expect(lines).toEqual(["error: connecting with ***: refused"]);
});

test("text of others moves no cursor, and is told apart line by line", () => {
  const lines = said((log) => {
    log.foreign("one\u001b[2J\u001b]0;title\u0007\ntwo\rthree\n");
    const stream = log.foreignStream();
    stream.write("fo");
    stream.write("ur\nfive");
    stream.end();
  });
  expect(lines).toEqual(["   | one", "   | two", "   | three", "   | four", "   | five"]);
});
