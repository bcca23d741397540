import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Scenario, ScriptedCall } from "../../../../src/action/testing/index.ts";
import { bundle } from "../../../../tools/bundle/bundle.ts";

/** The action's bundle, built once for the same sources. */
export const buildPush = (): Promise<string> =>
  bundle(join(import.meta.dirname, "../../../.."), "actions/build-push/main.ts");

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

const manifest = JSON.stringify({
  schemaVersion: 2,
  config: { digest: digestOf("config"), size: 6 },
  layers: [
    { digest: digestOf("base"), size: 28_412_345 },
    { digest: digestOf("modules"), size: 4_123_456 },
  ],
});
const index = JSON.stringify({
  schemaVersion: 2,
  manifests: [
    { digest: digestOf(manifest), size: manifest.length, platform: { os: "linux", architecture: "amd64" } },
    { digest: digestOf("attestation"), size: 1, platform: { os: "unknown", architecture: "unknown" } },
  ],
});
const config = JSON.stringify({
  history: [
    { created_by: "ADD root.tar / # buildkit" },
    { created_by: "ENV NODE_ENV=production", empty_layer: true },
    { created_by: "RUN /bin/sh -c npm ci # buildkit" },
  ],
});

/** What the scripted buildx builds: an index with one platform and its attestation. */
export const shop = { digest: digestOf(index), index, manifestDigest: digestOf(manifest), manifest };
export const name = "ghcr.io/acme/shop";
export const commit = "0123456789abcdef0123456789abcdef01234567";

const base64 = (text: string) => Buffer.from(text).toString("base64");

export const metadata = JSON.stringify({
  "buildx.build.ref": "builder/builder0/abc",
  "buildx.build.warnings": [
    {
      short: base64("JSONArgsRecommended: JSON arguments recommended for CMD (line 5)"),
      detail: [base64("JSON arguments recommended for ENTRYPOINT/CMD")],
      url: "https://docs.docker.com/go/dockerfile/rule/json-args-recommended/",
      range: [{ start: { line: 5 }, end: { line: 5 } }],
    },
  ],
  "containerimage.digest": shop.digest,
  "image.name": `${name}:0123456`,
});

const progress = `#1 [internal] load build definition from Dockerfile
#1 DONE 0.1s

#2 [build 1/3] FROM docker.io/library/node:24
#2 CACHED

#3 [build 2/3] RUN npm ci
#3 1.2 added 12 packages
#3 DONE 8.1s

#4 [runtime 1/1] COPY --from=build /app /app
#4 DONE 0.3s

#5 exporting to image
#5 DONE 1.4s
`;

export const login: ScriptedCall = { args: ["login"], stdout: "Login Succeeded\n" };
export const build: ScriptedCall = {
  args: ["buildx", "build"],
  stderr: progress,
  writesTo: { argument: "--metadata-file", text: metadata },
};
const raw = (reference: string, stdout: string): ScriptedCall => ({
  args: ["buildx", "imagetools", "inspect"],
  holds: ["--raw", reference],
  stdout,
});
export const inspect: readonly ScriptedCall[] = [
  raw(`${name}@${shop.digest}`, index),
  raw(`${name}@${shop.manifestDigest}`, manifest),
  { args: ["buildx", "imagetools", "inspect"], holds: ["--format={{json .Image}}"], stdout: config },
];
export const tagged = (...tags: readonly string[]): readonly ScriptedCall[] => [
  { args: ["buildx", "imagetools", "create"], stderr: "#1 [internal] pushing\n#1 DONE 0.1s\n" },
  ...tags.map((tag) => raw(`${name}:${tag}`, index)),
];

export const token = "ghs_0123456789abcdef";

/** A build that is pushed; what a test changes comes on top. */
export const scenario = (
  built: string,
  over: Partial<Scenario> & { readonly with?: Readonly<Record<string, string>> } = {},
): Scenario => ({
  bundle: built,
  inputs: { image: "ghcr.io/Acme/Shop", commit, token, ...over.with },
  files: { Dockerfile: "FROM node:24\nRUN npm ci\n" },
  tools: { docker: [login, build, ...inspect] },
  volatile: [
    [/<br>\d+ s$/gm, "<br><took>"],
    [/tree-[0-9a-f]{32}/g, "tree-<hash>"],
  ],
  ...over,
});
