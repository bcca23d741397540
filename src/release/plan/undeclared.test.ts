import { expect, test } from "vitest";
import { withoutUndeclared } from "./undeclared.ts";

const beacon = {
  apiVersion: "example.com/v1",
  kind: "Beacon",
  metadata: { name: "one" },
  spec: { light: "green", lamp: "old", base: { paint: "red", height: 3 } },
};

test("fields that the schema no longer has are left out, and named", () => {
  const message = `failed to create typed patch object (a/one; example.com/v1, Kind=Beacon): errors:
  .spec.lamp: field not declared in schema
  .spec.base.paint: field not declared in schema`;
  expect(withoutUndeclared(beacon, message)).toEqual({
    object: { ...beacon, spec: { light: "green", base: { height: 3 } } },
    kept: "Beacon one comes back without spec.lamp, spec.base.paint, which its schema no longer has",
  });
});

test.each([
  'Beacon.example.com "one" is invalid: spec.light: Unsupported value',
  "failed to create typed patch object (a/one; example.com/v1, Kind=Beacon): .spec.light: expected string, got 1",
])("anything else that is wrong stays wrong: %s", (message) => {
  expect(withoutUndeclared(beacon, message)).toBeUndefined();
});
