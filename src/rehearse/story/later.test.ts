import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RehearsalEvent } from "./event.ts";
import { later } from "./later.ts";

const line = (text: string): RehearsalEvent => ({ kind: "line", leg: "a", step: "s", text });
const note = (text: string): RehearsalEvent => ({ kind: "note", about: "x", text, at: 0 });
const heard = () => {
  const texts: string[] = [];
  const told = later((event) => texts.push("text" in event ? event.text : event.kind));
  return { texts, ...told };
};

test("what a step printed is told when the program has nothing else to do", async () => {
  const { texts, tell } = heard();
  tell(line("1"));
  tell(line("2"));
  expect(texts).toEqual([]);
  await setImmediate();
  expect(texts).toEqual(["1", "2"]);
});

test("what cannot wait is told at once, after all that waited", () => {
  const { texts, tell } = heard();
  tell(line("1"));
  tell(note("2"));
  expect(texts).toEqual(["1", "2"]);
});

test("at the end nothing is left untold, nor told twice", async () => {
  const { texts, tell, end } = heard();
  tell(line("1"));
  end();
  await setImmediate();
  expect(texts).toEqual(["1"]);
});
