import { expect, test } from "vitest";
import { matches } from "./pattern.ts";

test.each([
  [["main"], "main", true],
  [["main"], "mains", false],
  [["feature/*"], "feature/a", true],
  [["feature/*"], "feature/a/b", false],
  [["feature/**"], "feature/a/b", true],
  [["**"], "all/the/branches", true],
  [["releases/**-alpha"], "releases/beta/3-alpha", true],
  [["v[12].[0-9]+.[0-9]+"], "v1.10.1", true],
  [["v[12].[0-9]+.[0-9]+"], "v3.0.0", false],
  [["**/README.md"], "README.md", true],
  [["*.jsx?"], "page.js", true],
  [["releases/**", "!releases/**-alpha"], "releases/1-alpha", false],
  [["!main", "main"], "main", true],
])("%j on %s is %s", (patterns, name, expected) => {
  expect(matches(patterns, name)).toBe(expected);
});
