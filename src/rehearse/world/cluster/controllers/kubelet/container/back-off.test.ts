import { expect, test } from "vitest";
import { backOff, duration } from "./back-off.ts";

test.each([
  [0, "0s"],
  [6, "6ms"],
  [10_000, "10s"],
  [1_500, "1.5s"],
  [80_000, "1m20s"],
  [300_000, "5m0s"],
])("%s ms is written %s", (ms, written) => {
  expect(duration(ms)).toBe(written);
});

test("the pause doubles up to its most, and begins anew after a long time without failure", () => {
  const pauses = backOff({ first: 10, most: 40 });
  expect(pauses.left(0, 0)).toBe(0);
  const seen = [1, 2, 3, 4].map((now) => {
    pauses.step(now);
    return pauses.pause;
  });
  expect(seen).toEqual([10, 20, 40, 40]);
  expect(pauses.left(4, 14)).toBe(30);
  pauses.step(1000);
  expect(pauses.pause).toBe(10);
});
