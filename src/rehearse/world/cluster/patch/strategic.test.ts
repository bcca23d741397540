import { expect, test } from "vitest";
import { objectOr } from "../json/value.ts";
import { shapeOfKind } from "../schema/schemas.ts";
import { strategicPatch } from "./strategic.ts";

const pod = shapeOfKind("v1/Pod");

test.each([
  [
    "merges containers by name",
    { spec: { containers: [{ name: "a", image: "1", tty: true }] } },
    { spec: { containers: [{ name: "a", image: "2" }] } },
    { spec: { containers: [{ name: "a", image: "2", tty: true }] } },
  ],
  [
    "deletes the item that is marked",
    { spec: { containers: [{ name: "a" }, { name: "b" }] } },
    { spec: { containers: [{ $patch: "delete", name: "a" }] } },
    { spec: { containers: [{ name: "b" }] } },
  ],
  [
    "replaces the list that is marked",
    { spec: { containers: [{ name: "a" }, { name: "b" }] } },
    { spec: { containers: [{ name: "c" }, { $patch: "replace" }] } },
    { spec: { containers: [{ name: "c" }] } },
  ],
  [
    "orders a list as stated, and keeps what only the server has in its place",
    { spec: { containers: [{ name: "side" }, { name: "a" }, { name: "b" }] } },
    {
      spec: { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }], containers: [{ name: "b", image: "2" }] },
    },
    { spec: { containers: [{ name: "side" }, { name: "b", image: "2" }, { name: "a" }] } },
  ],
  [
    "keeps of a union only what is stated",
    { spec: { volumes: [{ name: "v", emptyDir: {} }] } },
    { spec: { volumes: [{ $retainKeys: ["name", "secret"], name: "v", secret: { secretName: "s" } }] } },
    { spec: { volumes: [{ name: "v", secret: { secretName: "s" } }] } },
  ],
  [
    "unites primitive lists, and takes single values out",
    { metadata: { finalizers: ["a", "b"] } },
    { metadata: { finalizers: ["c"], "$deleteFromPrimitiveList/finalizers": ["a"] } },
    { metadata: { finalizers: ["c", "b"] } },
  ],
  [
    "removes with null",
    { metadata: { labels: { a: "1", b: "2" } } },
    { metadata: { labels: { a: null } } },
    { metadata: { labels: { b: "2" } } },
  ],
  [
    "replaces a list without a key",
    { spec: { containers: [{ name: "a", args: ["x", "y"] }] } },
    { spec: { containers: [{ name: "a", args: ["z"] }] } },
    { spec: { containers: [{ name: "a", args: ["z"] }] } },
  ],
])("a strategic merge patch %s", (_what, target, patch, expected) => {
  expect(strategicPatch(pod, objectOr(target), objectOr(patch))).toEqual(expected);
});
