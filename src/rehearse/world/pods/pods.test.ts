import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "tar-stream";
import { expect, onTestFinished, test } from "vitest";
import type { KubeObject } from "../cluster/object.ts";
import { assembleImage } from "../images/image.ts";
import { parseReference, pushImage } from "../images/push.ts";
import { digestOf } from "../registry/digest.ts";
import { startRegistry } from "../registry/server.ts";
import { localPaths, planProcess } from "./command.ts";
import { ImageStandIns } from "./image-stand-in.ts";
import { ImageNotFound, ImageStore, type PulledImage } from "./image-store.ts";
import { makeRoot } from "./root-folder.ts";
import { LoopbackServices } from "./services.ts";
import { mountVolumes } from "./volumes.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "pods-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test("paths of the image are moved to its folder, others stay", () => {
  const root = folder();
  mkdirSync(join(root, "app/packages"), { recursive: true });
  expect(localPaths("/app/packages", root)).toBe(join(root, "app/packages"));
  expect(localPaths("/app/packages:/nowhere", root)).toBe(`${join(root, "app/packages")}:/nowhere`);
  expect(localPaths("http://product-api:5000/app", root)).toBe("http://product-api:5000/app");
});

const image: PulledImage = {
  digest: "sha256:1",
  root: "/images/1",
  env: ["PORT=3000", "MODE=image", "PATH=/usr/local/bin"],
  entrypoint: ["node"],
  command: ["main.js"],
  workingDir: "/app",
};

// https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/#notes
test.each([
  [{}, "node main.js"],
  [{ args: ["other.js"] }, "node other.js"],
  [{ command: ["python"] }, "python"],
  [{ command: ["python"], args: ["-m", "x"] }, "python -m x"],
])("with %j the process is %s", (wishes, expected) => {
  const { command, args } = planProcess(image, "/root", { environment: {}, ...wishes }, {});
  expect([command, ...args].join(" ")).toBe(expected);
});

test("the pod's variables win over the image's, and the machine keeps its own PATH", () =>
  expect(planProcess(image, "/root", { environment: { MODE: "pod" } }, { PATH: "/bin" })).toMatchObject({
    cwd: "/root/app",
    env: { PORT: "3000", MODE: "pod", PATH: "/bin" },
  }));

function archive(entries: readonly { name: string; content?: string; link?: string }[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content = "", link } of entries)
    link === undefined ? tar.entry({ name }, content) : tar.entry({ name, type: "symlink", linkname: link });
  tar.finalize();
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    tar.on("data", (chunk) => {
      if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    });
    tar.on("end", () => resolve(Buffer.concat(chunks)));
  });
}

async function pushed(...layers: readonly (readonly { name: string; content?: string; link?: string }[])[]) {
  const registry = await startRegistry({ folder: folder() });
  onTestFinished(() => registry.stop());
  const packed = await Promise.all(
    layers.map(async (entries) => {
      const content = await archive(entries);
      return { digest: digestOf(content), content };
    }),
  );
  const made = assembleImage({
    config: { Entrypoint: ["node"], WorkingDir: "/app" },
    layers: packed,
    history: [],
    platform: { os: "linux", architecture: "amd64" },
    annotations: {},
  });
  const reference = { registry: registry.address, name: "shop/web" };
  await pushImage(made, { ...reference, tag: "main" });
  return { registry, reference: { ...reference, digest: made.digest } };
}

test("an image is unpacked layer over layer, what a later one removes is gone", async () => {
  const { reference } = await pushed(
    [
      { name: "app/a", content: "1" },
      { name: "app/b", content: "2" },
    ],
    [{ name: "app/.wh.a" }, { name: "app/b", content: "3" }, { name: "app/c", link: "b" }],
  );
  const { root, workingDir, entrypoint } = await new ImageStore(folder()).pull(reference);
  expect([existsSync(join(root, "app/a")), readFileSync(join(root, "app/c"), "utf8")]).toEqual([false, "3"]);
  expect([workingDir, entrypoint]).toEqual(["/app", ["node"]]);
});

test("a layer that leaves its root is refused, and links out of the image are not made", async () => {
  const escaping = await pushed([{ name: "../../evil", content: "x" }]);
  await expect(new ImageStore(folder()).pull(escaping.reference)).rejects.toThrow(
    '"../../evil", which leaves its root',
  );
  const linking = await pushed([
    { name: "app/out", link: "../../etc/passwd" },
    { name: "app/abs", link: "/etc/passwd" },
  ]);
  const { root } = await new ImageStore(folder()).pull(linking.reference);
  expect([existsSync(join(root, "app/out")), existsSync(join(root, "app/abs"))]).toEqual([false, false]);
});

test("an image that is not there is told apart from a registry that fails", async () => {
  const { registry, reference } = await pushed([{ name: "a" }]);
  const store = new ImageStore(folder());
  await expect(store.pull({ ...reference, digest: `sha256:${"0".repeat(64)}` })).rejects.toThrow(ImageNotFound);
  registry.faults.add({ path: "/blobs/", does: { kind: "status", status: 503 } });
  await expect(store.pull(reference)).rejects.toThrow("unexpected status");
  await expect(store.pull(reference)).resolves.toMatchObject({ digest: reference.digest });
});

test("a container with a read-only root shares the image's files, but for what is mounted", async () => {
  const [from, to] = [folder(), folder()];
  mkdirSync(join(from, "app/src"), { recursive: true });
  mkdirSync(join(from, "keys"));
  writeFileSync(join(from, "app/src/main.js"), "");
  writeFileSync(join(from, "keys/of-the-image"), "");
  await makeRoot(from, to, { readOnly: true, mounts: ["/app/data", "/keys"] });
  const pod = object("Pod", "web", {
    spec: {
      volumes: [
        { name: "data", emptyDir: {} },
        { name: "keys", secret: {} },
      ],
    },
  });
  const mounts = [
    { name: "data", mountPath: "/app/data" },
    { name: "keys", mountPath: "/keys" },
  ];
  const places = { pod: folder(), namespace: folder() };
  await mountVolumes(to, pod, mounts, places);
  writeFileSync(join(to, "app/data/own"), "1");
  expect(lstatSync(join(to, "app/src")).isSymbolicLink()).toBe(true);
  expect(existsSync(join(from, "app/data"))).toBe(false);
  expect(existsSync(join(to, "keys"))).toBe(false);
  expect(readFileSync(join(places.pod, "data/own"), "utf8")).toBe("1");
});

test("a container with a root of its own writes to a copy", async () => {
  const [from, to] = [folder(), folder()];
  writeFileSync(join(from, "a"), "image");
  await makeRoot(from, to, { readOnly: false, mounts: [] });
  writeFileSync(join(to, "a"), "container");
  expect(readFileSync(join(from, "a"), "utf8")).toBe("image");
});

test("a claim's folder is the same for every pod of the namespace", async () => {
  const pod = object("Pod", "db", { spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }] } });
  const namespace = folder();
  const [one, other] = [folder(), folder()];
  for (const root of [one, other])
    await mountVolumes(root, pod, [{ name: "v", mountPath: "/data", subPath: "db" }], { pod: folder(), namespace });
  writeFileSync(join(one, "data/row"), "1");
  expect(readFileSync(join(other, "data/row"), "utf8")).toBe("1");
});

const standIns = new ImageStandIns({
  standIns: { postgres: { instead: "keeps nothing" } },
  containers: { web: { env: { DATABASE_URL: "", DATA_DIR: "{data}/files" } } },
});

test.each([
  ["docker.io/library/postgres:17@sha256:1", "keeps nothing"],
  ["postgres", "keeps nothing"],
  ["ghcr.io/acme/postgres:17", undefined],
])("an image's stand-in is found by name, whatever its tag: %s", (image, expected) =>
  expect(standIns.for(parseReference(image))?.instead).toBe(expected),
);

test("a container is given here what its configuration says, others what their manifest says", () => {
  const own = { DATABASE_URL: "postgresql://db", A: "1" };
  expect(standIns.environment("web", own, "/d")).toEqual({ DATABASE_URL: "", DATA_DIR: "/d/files", A: "1" });
  expect(standIns.environment("api", own, "/d")).toEqual(own);
});

const object = (kind: string, name: string, more = {}): KubeObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  ...more,
});

test("a Service named in a variable becomes an address on loopback that leads to a ready pod", async () => {
  const server = createServer((_request, response) => response.end("from the pod"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = bound === null || typeof bound === "string" ? 0 : bound.port;
  const { connect } = await import("node:net");
  const services = new LoopbackServices({
    service: (namespace, name) =>
      `${namespace}/${name}` === "shop/back"
        ? object("Service", "back", { spec: { ports: [{ port: 80, targetPort: 8080 }] } })
        : undefined,
    backends: () => [object("Pod", "back-1")],
    dial: async (_pod, wanted) => connect({ host: "127.0.0.1", port: wanted === 8080 ? port : 1 }),
    portNumber: (_pod, wanted) => Number(wanted),
  });
  onTestFinished(() => services.stop());
  const url = await services.rewrite("shop", "http://back/items");
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/items$/);
  expect(await (await fetch(url)).text()).toBe("from the pod");
  expect(await services.rewrite("shop", "http://back.shop.svc.cluster.local:80")).toBe(url.replace("/items", ""));
  expect(await services.rewrite("shop", "http://elsewhere:80 back")).toBe("http://elsewhere:80 back");
  expect([...services.rewritten.keys()]).toEqual(["shop/back:80"]);
});
