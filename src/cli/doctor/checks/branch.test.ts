import { expect, test } from "vitest";
import { dark, told, value, wrong } from "./testing/settings.ts";

test("a check of the older kind of protection counts, also where rulesets are not seen", () => {
  expect(wrong({ rules: dark, protection: value(["All good"]) })).toEqual([]);
  expect(told(wrong({ rules: value([]), protection: dark }))).toEqual([
    `cannot see: required check "All good": ${dark.why}`,
  ]);
});
