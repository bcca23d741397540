import { expect, test } from "vitest";
import { failedStep } from "./failed-step.ts";
import { digestIn, shortMetadata, warningsIn } from "./metadata.ts";
import { troubleIn } from "./trouble.ts";
import { unwrittenCaches } from "./unwritten-caches.ts";

/** what docker said → the code, and whether trying again may help */
test.each([
  [
    "ERROR: failed to build: failed to solve: failed to push r/a:1: unknown: repository name not known to registry",
    "registry-missing",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push r/a:1: unexpected status from POST request: 413 Request Entity Too Large",
    "registry-refused",
    false,
  ],
  [
    `ERROR: failed to build: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1`,
    "build-failed",
    false,
  ],
  [
    `#7 ERROR: npm error 403 Forbidden\nERROR: failed to build: failed to solve: process "/bin/sh -c npm ci # 503" did not complete successfully: exit code: 1`,
    "build-failed",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: dockerfile parse error on line 3: unknown instruction: RUM",
    "build-failed",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory",
    "build-failed",
    false,
  ],
  [
    `ERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/nope": not found`,
    "build-failed",
    false,
  ],
  ['ERROR: failed to build: failed to solve: target stage "x" could not be found', "build-failed", false],
  [
    "ERROR: failed to build: Attestation is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.",
    "builder",
    false,
  ],
  ["ERROR: failed to build: Multi-platform build is not supported for the docker driver.", "builder", false],
  ["ERROR: failed to build: OCI exporter is not supported for the docker driver.", "builder", false],
  [`ERROR: no builder "big" found`, "builder", false],
  [
    "ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    "builder",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push ghcr.io/a/b:1: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=x: 403 Forbidden",
    "registry-denied",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push ghcr.io/a/b:1: denied: permission_denied: write_package",
    "registry-denied",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push ghcr.io/a/b:1: denied: installation not allowed to Create organization package",
    "registry-denied",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push r/a:1: unexpected status from HEAD request to http://r/v2/a/blobs/sha256:x: 401 Unauthorized",
    "registry-sign-in",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push a/b:1: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    "registry-sign-in",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: node:nope: failed to resolve source metadata for docker.io/library/node:nope: docker.io/library/node:nope: not found",
    "registry-missing",
    false,
  ],
  ["ERROR: 127.0.0.1:5000/a:x: not found", "registry-missing", false],
  [
    "ERROR: failed to build: failed to solve: failed to push r/a:1: unexpected status from POST request to http://r/v2/a/blobs/uploads/: 404 Not Found",
    "registry-missing",
    false,
  ],
  [
    "ERROR: failed to build: failed to solve: unexpected status from HEAD request to https://registry-1.docker.io/v2/library/node/manifests/24: 429 Too Many Requests",
    "registry-limit",
    true,
  ],
  [
    "ERROR: failed to build: failed to solve: node:24: toomanyrequests: You have reached your pull rate limit",
    "registry-limit",
    true,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push r/a:1: unexpected status from PUT request to http://r/v2/a/manifests/1: 503 Service Unavailable",
    "registry-down",
    true,
  ],
  [
    'ERROR: failed to build: failed to solve: failed to push r/a:1: failed to do request: Head "http://r/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    "registry-down",
    true,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push r/a:1: read tcp 1->2: read: connection reset by peer",
    "registry-down",
    true,
  ],
  [
    'ERROR: failed to build: failed to solve: failed to push r/a:1: failed to do request: Put "http://r/v2/": EOF',
    "registry-down",
    true,
  ],
  [
    "ERROR: failed to build: failed to solve: failed to push r/a:v1: unexpected status from PUT request: 400 Bad Request: tag is immutable",
    "registry-immutable",
    false,
  ],
  ['Error response from daemon: Get "https://ghcr.io/v2/": denied: denied', "registry-denied", false],
  ["error: something nobody foresaw", "build-failed", false],
  ["", "build-failed", false],
])("%s", (stderr, code, transient) => expect(troubleIn(stderr)).toMatchObject({ code, transient }));

test.each([
  ["denied: permission_denied: write_package", "Manage Actions access"],
  ["denied: installation not allowed to Create organization package", "packages: write"],
  ["exec /bin/sh: exec format error", "setup-qemu-action"],
])("a reason that is known comes with what mends it: %s", (said, hint) =>
  expect(troubleIn(`ERROR: failed to push: ${said}`).hint).toContain(hint),
);

const base64 = (text: string) => Buffer.from(text).toString("base64");
const metadata = {
  "containerimage.digest": `sha256:${"a".repeat(64)}`,
  "buildx.build.warnings": [
    {
      short: base64("JSONArgsRecommended: use JSON (line 8)"),
      detail: [base64("because")],
      url: "https://x.example",
      range: [{ start: { line: 8 } }],
    },
    { short: base64("FromAsCasing: no place") },
  ],
};

test("the digest and the warnings are in the metadata", () => {
  expect(digestIn(metadata)).toBe(`sha256:${"a".repeat(64)}`);
  expect(warningsIn(metadata)).toEqual([
    { text: "JSONArgsRecommended: use JSON", detail: "because", url: "https://x.example", line: 8 },
    { text: "FromAsCasing: no place", detail: "", url: undefined, line: undefined },
  ]);
  expect(shortMetadata(metadata)).toEqual({ "containerimage.digest": `sha256:${"a".repeat(64)}` });
});

test.each([[{}], [null], [{ "containerimage.digest": "latest" }], ["text"]])(
  "without a digest it is an error: %j",
  (value) => expect(() => digestIn(value)).toThrow("buildx does not say what it built"),
);

test.each([
  [
    "GitHub's cache took too long",
    "#31 exporting to GitHub Actions Cache\n#31 preparing build cache for export 600.3s done\n#31 ERROR: maximum timeout reached\n",
    ["maximum timeout reached"],
  ],
  [
    "a registry's, among other steps",
    "#8 [build 2/2] RUN x\n#9 exporting cache to registry\n#8 DONE 1s\n#9 0.1 ERROR: no\n#9 ERROR: push refused\n",
    ["push refused"],
  ],
  ["it was written", "#9 exporting cache to client directory\n#9 DONE 1s\n", []],
  ["a cache that is not there to be read", "#4 importing cache manifest from x\n#4 ERROR: not found\n", []],
  ["what a step prints", "#8 [build 2/2] RUN x\n#8 0.2 #8 exporting cache to registry\n#8 0.2 #8 ERROR: not me\n", []],
] as const)("why a cache was not written: %s", (_, log, why) => expect(unwrittenCaches(log)).toEqual(why));

test("a step that failed: its line of the Dockerfile and its own last words", () => {
  const stderr = `#3 [build 2/3] RUN npm ci
#3 4.2 npm error code E403
#4 4.2 another step's words
#3 4.3 npm error 403
#3 ERROR: process did not complete
------
Dockerfile:12
--------------------
  12 | >>> RUN npm ci
--------------------
ERROR: failed`;
  expect(failedStep(stderr)).toEqual({ line: 12, words: "npm error code E403\nnpm error 403" });
  expect(failedStep("ERROR: no such builder")).toEqual({ line: undefined, words: undefined });
});
