import { expect, test } from "vitest";
import { canonicalQuantity, isQuantity, quantityValue } from "./quantity.ts";

test.each([
  ["1000m", "1"],
  ["0.5", "500m"],
  ["100m", "100m"],
  ["1.5Gi", "1536Mi"],
  ["1024Mi", "1Gi"],
  ["64Mi", "64Mi"],
  ["1024", "1024"],
  ["1000", "1k"],
  ["0", "0"],
  ["0Mi", "0"],
  ["-1", "-1"],
  ["1e3", "1e3"],
  ["0.0000000001", "1n"],
])("%s is given back as %s", (given, expected) => {
  expect(canonicalQuantity(given)).toBe(expected);
});

test.each([
  ["250m", 0.25],
  ["1Ki", 1024],
  ["2k", 2000],
])("%s counts %d", (text, value) => {
  expect(quantityValue(text)).toBe(value);
});

test.each(["abc", "1 Gi", "", "1X", "--1"])("%j is no quantity", (text) => {
  expect(isQuantity(text)).toBe(false);
});
