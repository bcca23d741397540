import { expect, test } from "vitest";
import { nextTime, parseSchedule } from "./schedule.ts";

const after = Date.UTC(2026, 0, 15, 10, 30, 20);
const next = (text: string) => {
  const sets = parseSchedule(text);
  const time = sets === undefined ? undefined : nextTime(sets, after);
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

test.each([
  ["* * * * *", "2026-01-15T10:31"],
  ["0 * * * *", "2026-01-15T11:00"],
  ["*/15 * * * *", "2026-01-15T10:45"],
  ["0 3 * * *", "2026-01-16T03:00"],
  ["30 8-10/2 * * *", "2026-01-16T08:30"],
  ["0 0 1 1 *", "2027-01-01T00:00"],
  ["0 0 29 2 *", "2028-02-29T00:00"],
  ["0 12 * * 0", "2026-01-18T12:00"],
  ["0 12 * * 7", "2026-01-18T12:00"],
  ["0 0 1 * 5", "2026-01-16T00:00"],
  ["@daily", "2026-01-16T00:00"],
  ["0 0 31 2 *", undefined],
  ["at noon", undefined],
  ["61 * * * *", undefined],
])("%s comes next at %s", (text, expected) => {
  expect(next(text)).toBe(expected);
});
