import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { expect, test } from "vitest";
import { digestOf } from "./digest.ts";
import { errorCode, RegistryOfTest } from "./testing/registry.ts";

/** What clients rely on and the specification asks for: https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
const registry = new RegistryOfTest();
const { call } = registry;
const head = async (path: string) => (await call(path, { method: "HEAD" })).status;
const start = async (name: string) =>
  (await call(`/v2/${name}/blobs/uploads/`, { method: "POST" })).headers.get("location") ?? "";
const received = async (location: string) => (await call(location)).headers.get("range");

const imageType = "application/vnd.oci.image.manifest.v1+json";
const indexType = "application/vnd.oci.image.index.v1+json";

async function pushBlob(name: string, content: string) {
  const digest = digestOf(Buffer.from(content));
  const response = await call(`/v2/${name}/blobs/uploads/?digest=${digest}`, { method: "POST", body: content });
  expect(response.status).toBe(201);
  return { digest, size: content.length, mediaType: "application/octet-stream" };
}

const putManifest = (name: string, reference: string, manifest: object, type = imageType) =>
  call(`/v2/${name}/manifests/${reference}`, {
    method: "PUT",
    headers: { "content-type": type },
    body: JSON.stringify({ schemaVersion: 2, mediaType: type, ...manifest }),
  });

async function pushImage(name: string, reference: string, content: string) {
  const config = await pushBlob(name, `{"is":"${content}"}`);
  const response = await putManifest(name, reference, { config, layers: [await pushBlob(name, content)] });
  expect(response.status).toBe(201);
  return { digest: response.headers.get("docker-content-digest") ?? "", size: 1, mediaType: imageType };
}

test("a blob is there for the repositories that it was pushed or mounted to, and for no other", async () => {
  const { digest } = await pushBlob("a", "shared");
  expect(await head(`/v2/b/blobs/${digest}`)).toBe(404);
  expect((await call(`/v2/b/blobs/uploads/?mount=${digest}&from=c`, { method: "POST" })).status).toBe(202);
  expect((await call(`/v2/b/blobs/uploads/?mount=${digest}&from=a`, { method: "POST" })).status).toBe(201);
  expect(await head(`/v2/b/blobs/${digest}`)).toBe(200);
});

test("a manifest cannot name a layer that only another repository has", async () => {
  const config = await pushBlob("b", "{}");
  const refused = await putManifest("b", "main", { config, layers: [await pushBlob("a", "elsewhere")] });
  expect([refused.status, await errorCode(refused)]).toEqual([404, "MANIFEST_BLOB_UNKNOWN"]);
});

test("a blob deleted from one repository stays in the other", async () => {
  const { digest } = await pushBlob("a", "shared");
  await pushBlob("b", "shared");
  expect((await call(`/v2/a/blobs/${digest}`, { method: "DELETE" })).status).toBe(202);
  expect([await head(`/v2/a/blobs/${digest}`), await head(`/v2/b/blobs/${digest}`)]).toEqual([404, 200]);
});

test("a manifest is none of the blobs, and an index names manifests, not blobs", async () => {
  const image = await pushImage("a", "main", "layer");
  expect(await head(`/v2/a/blobs/${image.digest}`)).toBe(404);
  const blob = await pushBlob("a", "no manifest");
  expect((await putManifest("a", "all", { manifests: [blob] }, indexType)).status).toBe(404);
  expect((await putManifest("a", "all", { manifests: [image] }, indexType)).status).toBe(201);
});

test("a manifest that is not what its digest says is nowhere afterwards", async () => {
  const config = await pushBlob("a", "{}");
  const other = digestOf(Buffer.from("another"));
  const refused = await putManifest("a", other, { config, layers: [] });
  expect([refused.status, await errorCode(refused)]).toEqual([400, "DIGEST_INVALID"]);
  expect(await head(`/v2/a/manifests/${other}`)).toBe(404);
  expect((await call("/v2/a/tags/list")).status).toBe(200);
});

test("a chunk of another length than its range leaves the upload as it was", async () => {
  const location = await start("a");
  await call(location, { method: "PATCH", headers: { "content-range": "0-2" }, body: "abc" });
  const short = await call(location, { method: "PATCH", headers: { "content-range": "3-9" }, body: "de" });
  expect([short.status, await errorCode(short)]).toEqual([400, "SIZE_INVALID"]);
  expect(await received(location)).toBe("0-2");
});

test("the last chunk may come with the digest, at its own place only", async () => {
  const location = await start("a");
  await call(location, { method: "PATCH", headers: { "content-range": "0-2" }, body: "abc" });
  const digest = digestOf(Buffer.from("abcdef"));
  const close = (range: string) =>
    call(`${location}?digest=${digest}`, { method: "PUT", headers: { "content-range": range }, body: "def" });
  expect((await close("0-2")).status).toBe(416);
  expect((await close("3-5")).status).toBe(201);
  expect(await head(`/v2/a/blobs/${digest}`)).toBe(200);
});

test("an upload that is closed without a digest can still be closed with one", async () => {
  const location = await start("a");
  const digest = digestOf(Buffer.from("abc"));
  expect((await call(`${location}?digest=nonsense`, { method: "PUT", body: "abc" })).status).toBe(400);
  expect((await call(`${location}?digest=${digest}`, { method: "PUT", body: "abc" })).status).toBe(201);
});

test("a push that breaks off leaves what was there before, and goes on from there", async () => {
  const bytes = randomBytes(1 << 20);
  const location = await start("a");
  await call(location, { method: "PATCH", body: bytes.subarray(0, 1000) });
  await new Promise<void>((resolve) => {
    const half = request(`http://${registry.now.address}${location}`, {
      method: "PATCH",
      headers: { "content-length": bytes.length - 1000 },
    });
    half.on("error", () => resolve());
    half.write(bytes.subarray(1000, 500_000), () => half.destroy(new Error("the line is cut")));
  });
  // whether the server has seen the cut by now or not
  expect(await received(location)).toBe("0-999");
  await call(location, {
    method: "PATCH",
    headers: { "content-range": `1000-${bytes.length - 1}` },
    body: bytes.subarray(1000),
  });
  const done = await call(`${location}?digest=${digestOf(bytes)}`, { method: "PUT" });
  expect(done.status).toBe(201);
});

test("no tags are asked for, and none are given", async () => {
  await pushImage("a", "v1", "layer");
  const none = await call("/v2/a/tags/list?n=0");
  expect([await none.json(), none.headers.get("link")]).toEqual([{ name: "a", tags: [] }, null]);
  expect((await call("/v2/a/tags/list?n=many")).status).toBe(400);
});

test("a manifest larger than any is refused as too large", async () => {
  const refused = await call("/v2/a/manifests/main", { method: "PUT", body: Buffer.alloc(5 << 20, " ") });
  expect(refused.status).toBe(413);
});

test("what has no type of artifact is listed without one", async () => {
  const image = await pushImage("a", "main", "layer");
  await putManifest("a", "of", { manifests: [], subject: image }, indexType);
  const listed = await (await call(`/v2/a/referrers/${image.digest}`)).json();
  expect(listed).toMatchObject({
    manifests: [expect.not.objectContaining({ artifactType: expect.anything() })],
  });
});
