import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";

test.each([
  ["250ms", 250],
  ["90s", 90_000],
  ["1.5h", 5_400_000],
  ["1h30m", 5_400_000],
  ["2d", 172_800_000],
  ["90", undefined],
  ["1 h", undefined],
  ["-5s", undefined],
  ["5x", undefined],
  ["", undefined],
])("%j is %j", (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

test.each([
  [0, "0ms"],
  [999, "999ms"],
  [1500, "1.5s"],
  [61_000, "1m1s"],
  [3_600_000, "1h"],
  [5_400_000, "1h30m"],
])("%j is written %j", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

test("what is written reads back, to the second", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (milliseconds) => {
      const back = parseDuration(formatDuration(milliseconds)) ?? Number.NaN;
      expect(Math.abs(back - milliseconds)).toBeLessThanOrEqual(500);
    }),
  );
});
