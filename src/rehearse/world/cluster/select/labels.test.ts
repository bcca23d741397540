import { describe, expect, test } from "vitest";
import { isStatusError } from "../status/status-error.ts";
import { labelSelectorTest, parseLabelSelector } from "./labels.ts";

const web = { app: "web", tier: "front", version: "7" };

describe("a label selector in a query", () => {
  test.each([
    ["app=web", true],
    ["app==web", true],
    ["app!=web", false],
    ["missing!=web", true],
    ["app in (web, api)", true],
    ["app notin (web)", false],
    ["missing notin (web)", true],
    ["tier", true],
    ["!tier", false],
    ["!missing", true],
    ["version>6", true],
    ["version<6", false],
    ["app=web,tier=back", false],
    ["app in (web,api),tier=front,!old", true],
    ["", true],
  ])("%s → %s", (text, expected) => {
    expect(parseLabelSelector(text)(web)).toBe(expected);
  });

  test.each([
    ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ["a===b", "unable to parse requirement: found '=', expected: identifier"],
  ])("%s is refused", (text, message) => {
    try {
      parseLabelSelector(text);
      expect.unreachable();
    } catch (error) {
      expect(isStatusError(error, "BadRequest") && error.message).toBe(message);
    }
  });
});

describe("a LabelSelector object", () => {
  test.each([
    [undefined, false],
    [{}, true],
    [{ matchLabels: { app: "web" } }, true],
    [{ matchExpressions: [{ key: "app", operator: "In", values: ["api"] }] }, false],
    [{ matchExpressions: [{ key: "old", operator: "DoesNotExist" }] }, true],
    [{ matchLabels: { app: "web" }, matchExpressions: [{ key: "tier", operator: "NotIn", values: ["front"] }] }, false],
  ])("%j → %s", (selector, expected) => {
    expect(labelSelectorTest(selector)(web)).toBe(expected);
  });
});
