import { expect, test } from "vitest";
import { kinship, merged } from "./finding.ts";
import { finding } from "./testing/result.ts";

test("what platforms have in common counts once, with all of them", () =>
  expect(
    merged([
      finding(),
      finding({ platforms: ["linux/arm64"] }),
      finding({ version: "0", platforms: ["linux/arm64"] }),
    ]).map(({ version, platforms }) => [version, platforms]),
  ).toEqual([
    ["1", ["linux/amd64", "linux/arm64"]],
    ["0", ["linux/arm64"]],
  ]));

test("an upgrade that does not mend it, of the package or of the base image, is nothing new", () => {
  expect(kinship(finding({ version: "2", target: "debian 12.9" }))).toBe(kinship(finding()));
  expect(kinship(finding({ target: "alpine 3.20" }))).not.toBe(kinship(finding()));
});
