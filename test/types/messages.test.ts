import { expect, test } from "vitest";
import { type Position, positions } from "../../src/expr/positions.gen.ts";
import { messages, mistakes } from "./messages.ts";

const isPosition = (name: string): name is Position => name in positions;
function positionOf(what: string): Position {
  const name = what.split(" in ").at(-1) ?? "";
  if (!isPosition(name)) throw new Error(`${what} names no position`);
  return name;
}

const said = messages();
const all = mistakes();
// every context in every position: too many to read, so they are held to the sentence of their position
const generated = all.filter(({ program }) => program.endsWith(".gen.ts"));
const wrong = all.filter(({ program }) => !program.endsWith(".gen.ts"));
const at = (program: string, line: number) => said.filter((m) => m.program === program && m.line === line);

test.each(wrong.map((m) => [`${m.program}: ${m.what}`, m] as const))("%s does not compile", (_, { program, line }) => {
  expect(at(program, line)).not.toEqual([]);
});

test("nothing else in the programs is wrong", () => {
  const marked = new Set(all.map(({ program, line }) => `${program}:${line}`));
  expect(said.filter(({ program, line }) => !marked.has(`${program}:${line}`))).toEqual([]);
});

test("a context that a position has not does not compile, and the position's sentence is said", () => {
  expect(generated.length).toBeGreaterThan(200);
  for (const { program, line, what } of generated) {
    const position = positionOf(what);
    expect(at(program, line)[0]?.text, what).toContain(`"${positions[position].label}`);
  }
});

// the wording is what an author sees: a change here is a change of the interface
test("the first line of each message says what to do", async () => {
  const lines = wrong.map(
    ({ program, line, what }) => `${program}: ${what}\n    ${at(program, line)[0]?.text ?? "compiles"}`,
  );
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("./snapshots/messages.txt");
});
