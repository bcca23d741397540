/** The registry of a rehearsal as real clients meet it: Docker's own push and pull, and BuildKit's. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { digestOf } from "../../../src/rehearse/world/registry/digest.ts";
import { type Registry, startRegistry } from "../../../src/rehearse/world/registry/server.ts";
import { parseJson, textAt } from "../../../src/release/json/json.ts";
import { clients } from "../clients.ts";
import { until } from "../host/patience.ts";

const on = clients();
const folder = mkdtempSync(join(tmpdir(), "rehearsed-registry-"));
const made = new Set<string>();
let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry({ folder: join(folder, "registry") });
});
afterAll(async () => {
  await on.attempt(["docker", "image", "rm", "--force", ...made]);
  await registry.stop();
  rmSync(folder, { recursive: true });
});

const here = (name: string) => `${registry.address}/${name}`;
const call = (path: string, init?: RequestInit) => fetch(`http://${registry.address}/v2/${path}`, init);
const status = async (path: string) => (await call(path, { method: "HEAD" })).status;
const digestAt = async (path: string) => (await call(path)).headers.get("docker-content-digest");

/** What was asked while something was done, without what names it. */
async function askedDuring(act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = registry.log.length;
  await act();
  return registry.log.slice(before).map((line) => line.replace(/\/uploads\/\S+/, "/uploads/ID"));
}

/** Gives an image of the engine another name; the name goes with the suite. */
async function named(image: string, name: string): Promise<string> {
  const full = here(name);
  await on.docker(["pull", "--quiet", image]);
  await on.docker(["tag", image, full]);
  made.add(full);
  return full;
}

/** An image of one layer that holds nothing but random bytes, in Docker's own store. */
async function heavy(name: string, bytes: number): Promise<{ readonly image: string; readonly id: string }> {
  const context = join(folder, name.replaceAll(/[/:]/g, "-"));
  mkdirSync(context);
  writeFileSync(join(context, "content"), randomBytes(bytes));
  writeFileSync(join(context, "Dockerfile"), 'FROM scratch\nCOPY content /\nCMD ["/none"]\n');
  const image = here(name);
  await on.docker(["buildx", "build", "--output", `type=docker,name=${image}`, context]);
  made.add(image);
  return { image, id: (await on.docker(["image", "inspect", "--format={{.Id}}", image])).trim() };
}

const manifestOf = async (path: string) => parseJson(await (await call(path)).text());

test("Docker pushes an image and pulls it again by tag and by digest: it runs, and is the same one", async () => {
  const image = await named(on.engine.images.node, "shop/node:1");
  const pushed = await on.docker(["push", image]);
  const digest = await digestAt("shop/node/manifests/1");
  expect(pushed).toContain(`digest: ${digest}`);
  const id = await on.docker(["image", "inspect", "--format={{.Id}}", image]);
  await on.docker(["image", "rm", image]);
  await on.docker(["pull", image]);
  expect(await on.docker(["image", "inspect", "--format={{.Id}}", image])).toBe(id);
  const byDigest = `${here("shop/node")}@${digest}`;
  await on.docker(["pull", byDigest]);
  expect(await on.docker(["run", "--rm", byDigest, "node", "--print", "6 * 7"])).toBe("42\n");
  made.add(byDigest);
});

test("what is there already is not sent again, and what another repository has is mounted from there", async () => {
  const again = await askedDuring(() => on.docker(["push", here("shop/node:1")]));
  expect(again.filter((line) => line.startsWith("PATCH"))).toEqual([]);
  const other = await named(here("shop/node:1"), "shop/other:1");
  const asked = await askedDuring(async () =>
    expect(await on.docker(["push", other])).toContain("Mounted from shop/node"),
  );
  expect(asked).toContain("POST /v2/shop/other/blobs/uploads/ 201");
  expect(await digestAt("shop/other/manifests/1")).toBe(await digestAt("shop/node/manifests/1"));
});

test("a layer of 200 MB goes there and back", async () => {
  const { image, id } = await heavy("shop/heavy:1", 200 * 1024 * 1024);
  await on.docker(["push", image]);
  await on.docker(["image", "rm", image]);
  await on.docker(["pull", image]);
  expect((await on.docker(["image", "inspect", "--format={{.Id}}", image])).trim()).toBe(id);
});

/** The bytes of uploads under way. */
const underWay = () =>
  readdirSync(join(folder, "registry/uploads")).reduce(
    (sum, name) => sum + (statSync(join(folder, "registry/uploads", name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );

test("a push that is broken off leaves nothing to be seen, and the next one ends well", async () => {
  const { image } = await heavy("shop/broken:1", 200 * 1024 * 1024);
  const push = spawn("docker", ["push", image], { env: on.env, stdio: "ignore" });
  const ended = once(push, "exit");
  expect(await until(() => (underWay() > 1_000_000 ? true : undefined), 60_000)).toBe(true);
  push.kill("SIGKILL");
  await ended;
  expect(await until(() => (underWay() === 0 ? true : undefined), 60_000)).toBe(true);
  expect(await (await call("shop/broken/tags/list")).text()).not.toContain('"1"');
  expect(await status("shop/broken/manifests/1")).toBe(404);
  await on.docker(["push", image]);
  const layer = textAt(await manifestOf("shop/broken/manifests/1"), "layers", 0, "digest");
  expect(await status(`shop/broken/blobs/${layer}`)).toBe(200);
});

/** A line to the registry on which some of a layer's bytes are changed. */
async function corruptingLine(): Promise<string> {
  const line = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, host: registry.address };
    const onward = request(
      `http://${registry.address}${incoming.url}`,
      { method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.on("data", (chunk: Buffer) => {
      if (chunk.length > 1000) chunk[500] = (chunk[500] ?? 0) ^ 1;
      onward.write(chunk);
    });
    incoming.on("end", () => onward.end());
  });
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void line.close());
  const bound = line.address();
  return `127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
}

test("bytes that change on the way are refused, and never become visible", async () => {
  const { image } = await heavy("shop/corrupt:1", 300_000);
  const through = `${await corruptingLine()}/shop/corrupt:1`;
  await on.docker(["tag", image, through]);
  made.add(through);
  const asked = await askedDuring(async () => {
    const ended = await on.attempt(["timeout", "10", "docker", "push", through]);
    expect(ended.code, ended.stdout + ended.stderr).not.toBe(0);
  });
  expect(asked).toContain("PUT /v2/shop/corrupt/blobs/uploads/ID 400");
  expect(asked).not.toContain("PUT /v2/shop/corrupt/blobs/uploads/ID 201");
  expect(await status("shop/corrupt/manifests/1")).toBe(404);
});

test.runIf(on.engine.buildkit !== null)(
  "BuildKit pushes an index of two platforms with attestations, found as referrers too",
  async () => {
    const context = join(folder, "index");
    mkdirSync(context);
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    const output = `type=image,name=${here("shop/index:1")},push=true,oci-mediatypes=true,oci-artifact=true`;
    const platforms = "--platform=linux/amd64,linux/arm64";
    await on.docker(["buildx", "build", platforms, "--provenance=mode=max", "--output", output, context]);
    const inspected = await on.docker(["buildx", "imagetools", "inspect", here("shop/index:1")]);
    expect(inspected).toMatch(/linux\/amd64[\s\S]*linux\/arm64[\s\S]*attestation-manifest/);
    const provenance = ["buildx", "imagetools", "inspect", "--format={{json .Provenance}}", here("shop/index:1")];
    expect(await on.docker(provenance)).toContain("buildkit");
    const amd64 = textAt(await manifestOf("shop/index/manifests/1"), "manifests", 0, "digest");
    const type = "application/vnd.docker.attestation.manifest.v1+json";
    const referrers = await manifestOf(`shop/index/referrers/${amd64}?artifactType=${encodeURIComponent(type)}`);
    expect(referrers).toMatchObject({ manifests: [{ artifactType: type }] });
    await on.docker(["buildx", "imagetools", "create", "--tag", here("shop/promoted:1"), here("shop/index:1")]);
    expect(await digestAt("shop/promoted/manifests/1")).toBe(await digestAt("shop/index/manifests/1"));
  },
);

test("what is deleted cannot be pulled any more, and its tags are gone", async () => {
  const image = await named(here("shop/node:1"), "shop/gone:1");
  await on.docker(["push", image]);
  expect(await (await call("shop/gone/tags/list")).json()).toEqual({ name: "shop/gone", tags: ["1"] });
  await call(`shop/gone/manifests/${await digestAt("shop/gone/manifests/1")}`, { method: "DELETE" });
  await on.docker(["image", "rm", image]);
  const pulled = await on.attempt(["docker", "pull", image]);
  expect(pulled.stderr).toContain("manifest unknown");
  expect(await (await call("shop/gone/tags/list")).json()).toEqual({ name: "shop/gone", tags: [] });
  expect(await status("shop/node/manifests/1")).toBe(200);
});

test("content that was there before a restart is pulled after it", async () => {
  const digest = digestOf(Buffer.from(await (await call("shop/node/manifests/1")).arrayBuffer()));
  const port = Number(registry.address.split(":")[1]);
  await registry.stop();
  registry = await startRegistry({ folder: join(folder, "registry"), port });
  await on.docker(["image", "rm", "--force", here("shop/node:1")]);
  expect(await on.docker(["pull", here("shop/node:1")])).toContain(digest);
});
