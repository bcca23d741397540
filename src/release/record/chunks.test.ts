import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pack, unpack } from "./chunks.ts";

test("whatever is packed comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => unpack(pack(text)) === text),
    { numRuns: 30 },
  );
});

test("what does not compress is cut into chunks that fit a ConfigMap", () => {
  const packed = pack(randomBytes(2_000_000).toString("base64"));
  expect(packed.chunks.length).toBeGreaterThan(2);
  for (const chunk of packed.chunks) expect(chunk.length).toBeLessThan(1_048_576);
});

test("a chunk that was lost, mixed up or edited is noticed", () => {
  const packed = pack(randomBytes(1_500_000).toString("base64"));
  const [first = "", ...rest] = packed.chunks;
  expect(() => unpack({ ...packed, chunks: rest })).toThrow("record");
  expect(() => unpack({ ...packed, chunks: [...rest, first] })).toThrow("record");
  expect(() => unpack({ ...pack("a"), digest: packed.digest })).toThrow("does not match its digest");
});
