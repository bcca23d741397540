import { describe, expect, it } from "vitest";
import { fuzz } from "./fuzz.ts";
import { parsers } from "./parsers.ts";

describe("damaged input is refused or read, never a crash, always at a place in the file", () => {
  it.each(Object.entries(parsers))("%s", (_, parser) => {
    expect(fuzz(parser, 250, 1_000_000, () => 0).accidents).toEqual([]);
  });
});
