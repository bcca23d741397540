import { expect, test } from "vitest";
import { messages, mistakes } from "./messages.ts";

const said = messages();
const wrong = mistakes();
const at = (program: string, line: number) => said.filter((m) => m.program === program && m.line === line);

test.each(wrong.map((m) => [`${m.program}: ${m.what}`, m] as const))("%s does not compile", (_, { program, line }) => {
  expect(at(program, line)).not.toEqual([]);
});

test("nothing else in the programs is wrong", () => {
  const marked = new Set(wrong.map(({ program, line }) => `${program}:${line}`));
  expect(said.filter(({ program, line }) => !marked.has(`${program}:${line}`))).toEqual([]);
});

// the wording is what an author sees: a change here is a change of the interface
test("the first line of each message says what to do", async () => {
  const lines = wrong.map(
    ({ program, line, what }) => `${program}: ${what}\n    ${at(program, line)[0]?.text ?? "compiles"}`,
  );
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("./snapshots/messages.txt");
});
