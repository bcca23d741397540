import { expect, test } from "vitest";
import { parseCommand } from "./workflow-command.ts";

test.each([
  [
    "::warning file=app.js,line=1::Missing",
    { name: "warning", properties: { file: "app.js", line: "1" }, data: "Missing" },
  ],
  ["   ::error::a%0Ab%25", { name: "error", properties: {}, data: "a\nb%" }],
  ["::ERROR title=a%3Ab%2Cc::x", { name: "error", properties: { title: "a:b,c" }, data: "x" }],
  ["::set-output name=a::b::c", { name: "set-output", properties: { name: "a" }, data: "b::c" }],
  ["::notice title=::empty property dropped", { name: "notice", properties: {}, data: "empty property dropped" }],
  ["::error::100%250A", { name: "error", properties: {}, data: "100%0A" }],
  ["before ##[error]legacy", { name: "error", properties: {}, data: "legacy" }],
  ["##[warning file=a%3Bb;line=2]x", { name: "warning", properties: { file: "a;b", line: "2" }, data: "x" }],
])("%s is a command", (line, expected) => expect(parseCommand(line)).toEqual(expected));

test.each(["::unknown::x", "text ::error::not at the start", "::error no end", "##[unknown]x", "a::b::c"])(
  "%s is plain text",
  (line) => expect(parseCommand(line)).toBeUndefined(),
);
