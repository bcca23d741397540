import { expect, test } from "vitest";
import { subjectOf } from "./subject.ts";

const digest = `sha256:${"a".repeat(64)}` as const;
const nothing = { name: undefined, image: undefined, layout: undefined, folder: undefined, sbom: undefined };

test.each([
  [
    { name: "GHCR.io/Acme/Shop", image: digest },
    { kind: "image", name: "ghcr.io/acme/shop", digest, layout: undefined },
  ],
  [
    { layout: "/l", image: digest },
    { kind: "image", name: "image", digest, layout: "/l" },
  ],
  [{ folder: "/f" }, { kind: "folder", folder: "/f" }],
  [{ sbom: "/s" }, { kind: "sbom", file: "/s" }],
])("what is scanned: %j", (given, subject) => expect(subjectOf({ ...nothing, ...given })).toEqual(subject));

test.each([
  [{}],
  [{ name: "a" }],
  [{ image: digest }],
  [{ layout: "/l" }],
  [{ folder: "/f", sbom: "/s" }],
  [{ name: "a", image: digest, folder: "/f" }],
])("not exactly one thing: %j", (given) =>
  expect(() => subjectOf({ ...nothing, ...given })).toThrow("exactly one thing"),
);
