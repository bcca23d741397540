import { expect, test } from "vitest";
import { platformName } from "../../../src/release/registry/platform.ts";
import { configFor, imagesIn, layersIn } from "../image/contents.ts";
import { sizeText } from "./size.ts";
import { stageTimes } from "./stages.ts";

const log = `#0 building with "engine" instance using remote driver

#1 [internal] load build definition from Dockerfile
#1 DONE 0.4s

#2 [base 1/2] FROM docker.io/library/node:24
#2 resolve docker.io/library/node:24 0.1s done
#2 DONE 1.5s

#3 [linux/arm64 build 2/4] RUN npm ci
#3 1.234 added 3 packages
#3 DONE 12.3s

#4 [base 2/2] WORKDIR /app
#4 CACHED

#5 [linux/arm64 build 3/4] RUN npm test
#5 0.100 #7 DONE 99.0s
#5 ERROR: process did not complete
#6 [runtime] COPY --from=build /app /app
#6 DONE 0.2s
#7 exporting to image
#7 DONE 0.8s
`;

test("the time of each stage is in what buildx printed", () =>
  expect(stageTimes(log)).toEqual([
    { stage: "base", steps: 2, cached: 1, seconds: 1.5 },
    { stage: "linux/arm64 build", steps: 2, cached: 0, seconds: 12.3 },
    { stage: "runtime", steps: 1, cached: 0, seconds: 0.2 },
    { stage: "export", steps: 1, cached: 0, seconds: 0.8 },
  ]));

test("a log that says nothing of stages has none", () => expect(stageTimes("built sha256:x\nWARN: #3 x")).toEqual([]));

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1234, "1.2 kB"],
  [123_456, "123 kB"],
  [1_234_567, "1.2 MB"],
  [5_000_000_000, "5.0 GB"],
])("%d bytes are %s", (bytes, text) => expect(sizeText(bytes)).toBe(text));

const index = {
  manifests: [
    { digest: "sha256:a", platform: { os: "linux", architecture: "amd64" } },
    { digest: "sha256:b", platform: { os: "linux", architecture: "arm64", variant: "v8" } },
    { digest: "sha256:c", platform: { os: "unknown", architecture: "unknown" }, annotations: {} },
  ],
};

test("attestations in an index are no images", () =>
  expect(imagesIn(index)).toEqual([
    { digest: "sha256:a", platform: "linux/amd64" },
    { digest: "sha256:b", platform: "linux/arm64/v8" },
  ]));

test("each layer comes with the line that made it", () => {
  const config = {
    history: [
      { created_by: "ADD root.tar / # buildkit" },
      { created_by: "ENV A=1", empty_layer: true },
      { created_by: "RUN |1 V=2 /bin/sh -c npm ci # buildkit" },
    ],
  };
  expect(
    layersIn(
      { layers: [{ digest: "sha256:1", size: 5 }, { digest: "sha256:2", size: 7 }, { digest: "sha256:3" }] },
      config,
    ),
  ).toEqual([
    { digest: "sha256:1", size: 5, madeBy: "ADD root.tar /" },
    { digest: "sha256:2", size: 7, madeBy: "RUN npm ci" },
    { digest: "sha256:3", size: 0, madeBy: undefined },
  ]);
});

test("buildx gives one configuration, or one for each platform", () => {
  expect(configFor({ history: [] }, "linux/amd64")).toEqual({ history: [] });
  expect(configFor({ "linux/amd64": { os: "linux" } }, "linux/amd64")).toEqual({ os: "linux" });
  expect(configFor({ "linux/amd64": { os: "linux" } }, "linux/arm64")).toBeUndefined();
});

test("a platform has a variant or none", () =>
  expect(
    [{ os: "linux", architecture: "arm", variant: "v7" }, { os: "linux", architecture: "amd64", variant: "" }, {}].map(
      platformName,
    ),
  ).toEqual(["linux/arm/v7", "linux/amd64", undefined]));
