import { expect, test } from "vitest";
import { commandsIn } from "./commands.ts";
import { readFileCommands } from "./file-commands.ts";

const names = (log: string) => commandsIn(log).map(({ name }) => name);

test("commands count at the start of a line, after blanks, after a carriage return, and in the older form anywhere", () => {
  expect(names("  ::add-mask::x\ntext ::add-mask::y\nz\r::set-output name=a::1\nsome ##[error]text")).toEqual([
    "add-mask",
    "set-output",
    "error",
  ]);
});

test("between stop-commands and its token nothing counts", () => {
  expect(names("::stop-commands::abc\n::add-mask::x\n##[error]y\n::ABC::\n::notice::z")).toEqual([
    "stop-commands",
    "notice",
  ]);
});

test("unknown commands are text", () => expect(names("::hello::x\nstd::vector::begin")).toEqual([]));

test("values of several lines end at the exact delimiter", () => {
  expect([...readFileCommands("a=1=2\nb<<END\nx\n END\ny=3\nEND\n")]).toEqual([
    ["a", "1=2"],
    ["b", "x\n END\ny=3"],
  ]);
  expect(() => readFileCommands("b<<END\nx\n")).toThrow("would miss the end");
});
