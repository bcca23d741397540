import { expect, test } from "vitest";
import { digestOf } from "./digest.ts";
import { errorCode, RegistryOfTest } from "./testing/registry.ts";

const registry = new RegistryOfTest();
const { call } = registry;

async function pushBlob(name: string, content: string): Promise<{ digest: string; size: number; mediaType: string }> {
  const bytes = Buffer.from(content);
  const digest = digestOf(bytes);
  const response = await call(`/v2/${name}/blobs/uploads/?digest=${digest}`, { method: "POST", body: bytes });
  expect(response.status).toBe(201);
  return { digest, size: bytes.length, mediaType: "application/octet-stream" };
}

async function pushImage(name: string, tag: string, layer = "layer", more: object = {}): Promise<Response> {
  const config = await pushBlob(name, `{"for":"${layer}"}`);
  const layers = [await pushBlob(name, layer)];
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  return call(`/v2/${name}/manifests/${tag}`, {
    method: "PUT",
    headers: { "content-type": mediaType },
    body: JSON.stringify({ schemaVersion: 2, mediaType, config, layers, ...more }),
  });
}

test("a pushed image is found by tag and by digest, with the same bytes", async () => {
  const pushed = await pushImage("shop/frontend", "main");
  const digest = pushed.headers.get("docker-content-digest");
  expect(pushed.status).toBe(201);
  const byTag = await call("/v2/shop/frontend/manifests/main");
  const byDigest = await call(`/v2/shop/frontend/manifests/${digest}`);
  expect(byTag.headers.get("docker-content-digest")).toBe(digest);
  const text = await byTag.text();
  expect(await byDigest.text()).toBe(text);
  expect(digestOf(Buffer.from(text))).toBe(digest);
});

test("a chunked upload goes on where it stopped, and says where that is", async () => {
  const started = await call("/v2/a/blobs/uploads/", { method: "POST" });
  const location = started.headers.get("location") ?? "";
  const first = await call(location, { method: "PATCH", headers: { "content-range": "0-2" }, body: "abc" });
  expect([first.status, first.headers.get("range")]).toEqual([202, "0-2"]);
  const wrong = await call(location, { method: "PATCH", headers: { "content-range": "7-9" }, body: "xyz" });
  expect(wrong.status).toBe(416);
  await call(location, { method: "PATCH", headers: { "content-range": "3-5" }, body: "def" });
  const done = await call(`${location}?digest=${digestOf(Buffer.from("abcdef"))}`, { method: "PUT" });
  expect(done.status).toBe(201);
  expect(await (await call(done.headers.get("location") ?? "")).text()).toBe("abcdef");
});

test("bytes that are not what the digest says never become visible", async () => {
  const promised = digestOf(Buffer.from("good"));
  const response = await call(`/v2/a/blobs/uploads/?digest=${promised}`, { method: "POST", body: "evil" });
  expect([response.status, await errorCode(response)]).toEqual([400, "DIGEST_INVALID"]);
  expect((await call(`/v2/a/blobs/${promised}`, { method: "HEAD" })).status).toBe(404);
});

test("a manifest that names a missing layer is refused and not tagged", async () => {
  const ghost = { digest: digestOf(Buffer.from("ghost")), size: 5, mediaType: "x" };
  const response = await pushImage("a", "main", "layer", { layers: [ghost] });
  expect([response.status, await errorCode(response)]).toEqual([404, "MANIFEST_BLOB_UNKNOWN"]);
  expect((await call("/v2/a/manifests/main")).status).toBe(404);
});

test("a blob that another repository has is mounted instead of sent", async () => {
  const { digest } = await pushBlob("a", "shared");
  const response = await call(`/v2/b/blobs/uploads/?mount=${digest}&from=a`, { method: "POST" });
  expect(response.status).toBe(201);
});

test("a part of a blob can be asked for", async () => {
  const { digest } = await pushBlob("a", "0123456789");
  const response = await call(`/v2/a/blobs/${digest}`, { headers: { range: "bytes=2-4" } });
  expect([response.status, await response.text(), response.headers.get("content-range")]).toEqual([
    206,
    "234",
    "bytes 2-4/10",
  ]);
});

test("tags are listed in pages", async () => {
  for (const tag of ["v1", "v2", "v3"]) await pushImage("a", tag);
  const response = await call("/v2/a/tags/list?n=2");
  expect(await response.json()).toEqual({ name: "a", tags: ["v1", "v2"] });
  expect(response.headers.get("link")).toBe('</v2/a/tags/list?n=2&last=v2>; rel="next"');
});

test("what points at an image is found by the referrers interface", async () => {
  const digest = (await pushImage("a", "main")).headers.get("docker-content-digest");
  const signature = await pushImage("a", "sig", "signature", {
    artifactType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    subject: { digest, size: 1, mediaType: "application/vnd.oci.image.manifest.v1+json" },
  });
  expect(signature.headers.get("oci-subject")).toBe(digest);
  const index = await (
    await call(`/v2/a/referrers/${digest}?artifactType=application/vnd.dev.sigstore.bundle.v0.3%2Bjson`)
  ).json();
  expect(index).toMatchObject({ manifests: [{ digest: signature.headers.get("docker-content-digest") }] });
});

test("a deleted image takes its tags with it", async () => {
  const digest = (await pushImage("a", "main")).headers.get("docker-content-digest");
  expect((await call(`/v2/a/manifests/${digest}`, { method: "DELETE" })).status).toBe(202);
  expect(await (await call("/v2/a/tags/list")).json()).toEqual({ name: "a", tags: [] });
});

test.each([
  ["/v2/UPPER/manifests/main", 400, "NAME_INVALID"],
  ["/v2/a/manifests/-bad-", 400, "MANIFEST_INVALID"],
  ["/v2/a/blobs/sha256:short", 400, "DIGEST_INVALID"],
  ["/v2/nothing/tags/list", 404, "NAME_UNKNOWN"],
])("%s is answered with %i %s", async (path, status, code) => {
  const response = await call(path);
  expect([response.status, await errorCode(response)]).toEqual([status, code]);
});

test("content survives a restart, an upload under way does not", async () => {
  await pushImage("a", "main");
  const location = (await call("/v2/a/blobs/uploads/", { method: "POST" })).headers.get("location") ?? "";
  await registry.restart();
  expect((await call("/v2/a/manifests/main")).status).toBe(200);
  expect((await call(location)).status).toBe(404);
});

test("planned faults strike the requests they match, as often as told", async () => {
  registry.now.faults.add({ method: "GET", path: "/tags/", does: { kind: "status", status: 503 } });
  registry.now.faults.add({ path: "/v2/_catalog", does: { kind: "reset" } });
  await pushImage("a", "main");
  expect((await call("/v2/a/tags/list")).status).toBe(503);
  expect((await call("/v2/a/tags/list")).status).toBe(200);
  await expect(call("/v2/_catalog")).rejects.toThrow();
  expect((await call("/v2/_catalog")).status).toBe(200);
});
