import { expect, test } from "vitest";
import { blobsOf, descriptor, layoutTag, manifestsIn } from "./manifest.ts";

test("a digest names a file: nothing else may stand in its place", () => {
  for (const digest of ["../../etc/passwd", "sha256:xyz", "sha512:aa", ""])
    expect(() => descriptor({ digest, size: 1 }, "m")).toThrow("names a blob without a digest and size");
  const digest = `sha256:${"a".repeat(64)}`;
  expect(() => descriptor({ digest, size: -1 }, "m")).toThrow();
  expect(descriptor({ digest, size: 1 }, "m")).toEqual({ digest, size: 1, mediaType: "" });
  const foreign = { mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", digest, size: 1 };
  expect(blobsOf({ config: { digest, size: 1 }, layers: [foreign] }, "m").length).toBe(1);
});

test("an attestation is no platform, and each platform has a name in the layout", () => {
  const entry = (os: string, architecture: string) => ({
    digest: `sha256:${"a".repeat(64)}`,
    size: 1,
    platform: { os, architecture },
  });
  expect(
    manifestsIn({ manifests: [entry("linux", "arm64"), entry("unknown", "unknown")] }, "i").map(
      ({ platform }) => platform,
    ),
  ).toEqual(["linux/arm64"]);
  expect(["linux/amd64", "linux/arm64/v8"].map(layoutTag)).toEqual(["linux-amd64", "linux-arm64-v8"]);
});
