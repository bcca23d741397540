import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { type HttpScript, play, type Scenario, scriptedServer } from "../../../src/action/testing/index.ts";
import { bundle } from "../../../tools/bundle/bundle.ts";
import { blobOf, commit, inRegistry, on, onEngine, repository } from "./stage.ts";

let built: string;
beforeAll(async () => {
  built = await bundle(join(import.meta.dirname, "../../.."), "actions/build-push/main.ts");
});

const image = repository("shop");
const descriptor = v.object({ digest: v.string(), annotations: v.optional(v.record(v.string(), v.string())) });
const index = v.object({ manifests: v.array(descriptor), annotations: v.optional(v.record(v.string(), v.string())) });
const manifest = v.object({ config: descriptor, layers: v.array(descriptor) });
const small = { Dockerfile: "FROM scratch\nCOPY page.txt /\n", "page.txt": "a page\n" };
const run = (inputs: Readonly<Record<string, string>>, over: Partial<Scenario> = {}) =>
  play(onEngine(built, { image, commit, ...inputs }, { files: small, ...over }));

describe("a build that is pushed", () => {
  test("of two platforms is one index; its digest in the registry is the output", async () => {
    const { exit, outputs, log } = await run({
      platforms: "linux/amd64, linux/arm64",
      annotations: "org.example.team=shop",
    });
    expect([exit, log.includes("::error")]).toEqual([0, false]);
    const held = await inRegistry(image, "0123456");
    expect(outputs).toMatchObject({
      image: held.digest,
      platforms: "linux/amd64\nlinux/arm64",
      tags: `${image}:0123456`,
    });
    expect(v.parse(index, JSON.parse(held.text)).annotations).toMatchObject({
      "org.example.team": "shop",
      "org.opencontainers.image.revision": commit,
    });
    // provenance, one for each platform
    expect(v.parse(index, JSON.parse(held.text)).manifests.length).toBe(4);
  });

  test("says what BuildKit remarks, at the lines of the Dockerfile, and where time and size went", async () => {
    const Dockerfile = "FROM scratch as base\nCOPY page.txt /\nFROM base\nCMD echo hello\n";
    const { log, summary } = await run(
      { file: "docker/Dockerfile" },
      { files: { "page.txt": "a page\n", "docker/Dockerfile": Dockerfile } },
    );
    expect(log).toMatch(/^::warning title=Dockerfile,file=docker\/Dockerfile,line=1::FromAsCasing/m);
    expect(log).toMatch(/^::warning title=Dockerfile,file=docker\/Dockerfile,line=4::JSONArgsRecommended/m);
    expect(summary).toContain("<code>COPY page.txt /</code>");
    expect(summary).toMatch(/\| base \| 1 \|/);
  });

  test("keeps a secret out of every argument, the history, the layers and the provenance", async () => {
    const secret = "npm-token-0123456789";
    const Dockerfile = `FROM ${on.engine.images.debian}\nRUN --mount=type=secret,id=npm test "$(cat /run/secrets/npm)" = "$(printf 'npm-%s-0123456789' token)"\n`;
    const transcript = await run({ secrets: `npm=${secret}`, provenance: "max" }, { files: { Dockerfile } });
    expect(transcript.exit).toBe(0);
    expect(transcript.text.replace(/::add-mask::.*/g, "")).not.toContain(secret);
    const held = await inRegistry(image, transcript.outputs["image"] ?? "");
    let looked = 0;
    for (const { digest } of v.parse(index, JSON.parse(held.text)).manifests) {
      const one = await inRegistry(image, digest);
      const { config, layers } = v.parse(manifest, JSON.parse(one.text));
      // the base's layer was there before
      for (const blob of [config, ...layers.slice(one.text.includes("in-toto") ? 0 : 1)]) {
        const bytes = await blobOf(image, blob.digest);
        const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("latin1");
        expect(text).not.toContain(secret);
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(2);
  });

  test("is not failed by a cache that cannot be written", async () => {
    const { exit, log } = await run({ "cache-to": "type=registry,ref=127.0.0.1:9/cache:x,mode=max" });
    expect(exit).toBe(0);
    expect(log).toContain("127.0.0.1:9");
  });

  test("where the builder knows no attestation, it is said what to add", async () => {
    const { exit, log } = await run({ builder: "default" });
    expect(exit).toBe(2);
    expect(log).toContain("builder::building");
    expect(log).toContain("what to do: Add docker/setup-buildx-action before this step");
  });

  test("that breaks is told at its line, with the step's last words", async () => {
    const Dockerfile = `FROM ${on.engine.images.debian}\nRUN echo the reason && exit 7\n`;
    const { exit, log } = await run({}, { files: { Dockerfile } });
    expect(exit).toBe(2);
    expect(log).toMatch(/^::error title=Dockerfile,file=Dockerfile,line=2::process .* exit code: 7/m);
    expect(log).toContain("came: the reason");
  });
});

test("not pushed: a layout whose digest is the output", async () => {
  const { outputs, written } = await run({ push: "false", layout: "layout" });
  const digest = outputs["image"] ?? "";
  expect(JSON.parse(written[`layout/blobs/${digest.replace(":", "/")}`] ?? "{}")).toMatchObject({ schemaVersion: 2 });
  expect(outputs).toMatchObject({ tags: "", layout: "<workspace>/layout" });
});

test.each([["min"], ["none"]])("promoted with provenance %s: the digest stays what it was", async (provenance) => {
  const first = await run({ provenance });
  const digest = first.outputs["image"] ?? "";
  const second = await run({ mode: "promote", digest, tags: `Feature/X-${provenance}, latest` });
  expect(second.exit).toBe(0);
  for (const tag of [`feature-x-${provenance}`, "latest"]) expect((await inRegistry(image, tag)).digest).toBe(digest);
  expect(second.outputs["tags"]).toBe(`${image}:feature-x-${provenance}\n${image}:latest`);
});

test("what was built from the same files before is taken again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reuses-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args]);
  for (const [path, text] of Object.entries(small)) writeFileSync(join(folder, path), text);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "one");
  const again = { folder, files: {}, real: ["docker", "git"] };
  const own = repository("reused");
  const first = await run({ image: own, reuse: "true" }, again);
  const second = await run({ image: own, reuse: "true", commit: "fedcba9876543210fedcba9876543210fedcba98" }, again);
  rmSync(folder, { recursive: true });
  expect([first.outputs["reused"], second.outputs["reused"]]).toEqual(["false", "true"]);
  expect(second.outputs["image"]).toBe(first.outputs["image"]);
  expect((await inRegistry(own, "fedcba9")).digest).toBe(first.outputs["image"]);
});

test("signs in and out again", async () => {
  const config = { "docker/config.json": "{}" };
  const env = ({ workspace }: { workspace: string }) => ({
    ...onEngine(built, {}).env,
    DOCKER_CONFIG: `${workspace}/docker`,
  });
  const main = await run({ username: "me", password: "registry-password-1" }, { files: { ...small, ...config }, env });
  expect(main.exit).toBe(0);
  const left = main.written["docker/config.json"] ?? "";
  expect(left).toContain(on.engine.registry);
  const post = await run({}, { files: { "docker/config.json": left }, env, post: main.state });
  expect(post.written["docker/config.json"]).not.toContain('"auth"');
});

const error = (code: string, message: string) => ({ errors: [{ code, message }] });

/** A registry that fails in scripted ways, in front of the real client and builder. */
test.each<[string, HttpScript, string, string]>([
  [
    "401",
    {
      "*": {
        status: 401,
        headers: { "www-authenticate": 'Basic realm="x"' },
        body: error("UNAUTHORIZED", "authentication required"),
      },
    },
    "registry-sign-in",
    "username",
  ],
  [
    "403",
    {
      "POST /v2/acme/shop/blobs/uploads/": { status: 403, body: error("DENIED", "permission_denied: write_package") },
      "*": { status: 404 },
    },
    "registry-denied",
    "Manage Actions access",
  ],
  [
    "404",
    { "*": { status: 404, body: error("NAME_UNKNOWN", "repository name not known to registry") } },
    "registry-missing",
    "made before the first push",
  ],
  [
    "429",
    { "*": { status: 429, headers: { "retry-after": "0" }, body: error("TOOMANYREQUESTS", "rate limit exceeded") } },
    "registry-limit",
    "Sign in",
  ],
  ["503", { "*": { status: 503, body: "down" } }, "registry-down", "later"],
  ["403, and says no more", { "*": { status: 403 } }, "registry-denied", "packages: write"],
  [
    "a refusal of its own",
    {
      "POST /v2/acme/shop/blobs/uploads/": {
        status: 413,
        body: error("SIZE_INVALID", "layers of this size are not taken"),
      },
      "*": { status: 404 },
    },
    "registry-refused",
    "Its words are above",
  ],
  [
    "a tag that may not move",
    {
      "HEAD /v2/acme/shop/manifests/0123456": { status: 404 },
      "PUT /v2/acme/shop/manifests/0123456": { status: 400, body: error("TAG_INVALID", "tag is immutable") },
      "*": { status: 200, headers: { "docker-content-digest": `sha256:${"0".repeat(64)}` } },
    },
    "registry-immutable",
    "Promote to another tag",
  ],
  ["a connection that breaks", { "*": { hangUp: true } }, "registry-down", "later"],
])("a registry that answers with %s", async (_, script, code, remedy) => {
  const server = await scriptedServer(script);
  try {
    const { exit, log } = await run({ image: `${server.url.replace("http://", "")}/acme/shop` });
    expect(exit).toBe(2);
    expect(log).toContain(`Build and push an image%3A ${code}::`);
    expect(log).toContain(remedy);
    if (code === "registry-down" || code === "registry-limit") expect(log).toContain("(4 of 4)");
  } finally {
    await server.close();
  }
});
