import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startRegistry } from "../registry/server.ts";
import type { BuildRequest } from "./build.ts";
import { parseReference, pushImage } from "./push.ts";
import type { Install } from "./run.ts";
import { buildIn, listing } from "./testing/build.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "build-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const build = (dockerfile: string, files: Readonly<Record<string, string>> = {}, more: Partial<BuildRequest> = {}) =>
  buildIn(folder, dockerfile, files, more);

/** The paths of an image's files, layer after layer. */
const files = (layers: readonly { readonly content: Buffer }[]) =>
  layers.map(({ content }) => listing(content).flatMap((line) => (line.endsWith("/") ? [] : [line.split(" ").at(-1)])));

test("COPY --parents keeps the way to a file, from the pivot on where there is one", async () => {
  const files = { "a/b/x.txt": "x", "a/c/y.txt": "y", "a/c/z.js": "z" };
  const listed = async (copy: string) => {
    const { image } = await build(`FROM node\n${copy}`, files);
    return listing(image.layers[0]?.content ?? Buffer.alloc(0)).flatMap((line) => {
      const path = line.split(" ").at(-1) ?? "";
      return path.endsWith("/") ? [] : [path];
    });
  };
  expect(await listed("COPY --parents ./a/*/*.txt /to/")).toEqual(["to/a/b/x.txt", "to/a/c/y.txt"]);
  expect(await listed("COPY --parents a/./c /to")).toEqual(["to/c/y.txt", "to/c/z.js"]);
  expect(await listed("COPY --parents a/./c a/b/x.txt /")).toEqual(["a/b/x.txt", "c/y.txt", "c/z.js"]);
});

test("what is not rehearsed is named by its lines, and nothing is built before", async () => {
  const lines = [
    "FROM node AS base",
    "ONBUILD ADD https://example.com/x /x",
    "COPY --keep-git-dir a /app/",
    "ADD https://example.com/x /x",
    "ENV --from=x A=1",
    "ONBUILD FROM x",
  ];
  const log: string[] = [];
  const failing = build(lines.join("\n"), {}, { log: (line) => log.push(line) });
  const otherwise = "is not rehearsed: build with --real docker, or write it otherwise";
  await expect(failing).rejects.toThrow(
    [
      `Dockerfile:2 ADD from the network ${otherwise}`,
      `Dockerfile:3 COPY --keep-git-dir ${otherwise}`,
      `Dockerfile:4 ADD from the network ${otherwise}`,
      `Dockerfile:5 ENV --from ${otherwise}`,
      "Dockerfile:6 ONBUILD FROM x: this cannot be done later",
    ].join("\n"),
  );
  expect(log).toEqual([]);
});

test("an archive that cannot be looked into is refused where ADD meets it", async () => {
  await expect(build("FROM node\nADD bundle /app/", { bundle: "BZh91AY" })).rejects.toThrow(
    "Dockerfile:2 bundle is an archive",
  );
});

test("COPY --exclude leaves out what it names, in folders and by name", async () => {
  const { image } = await build(
    "FROM x\nCOPY --exclude=*.md --exclude=deep/** --exclude=!deep/keep dir /to/\nCOPY --exclude=a* a.txt b.txt /f/",
    { "dir/x.txt": "", "dir/y.md": "", "dir/deep/z": "", "dir/deep/keep": "", "a.txt": "", "b.txt": "" },
  );
  expect(files(image.layers)).toEqual([["to/deep/keep", "to/x.txt"], ["f/b.txt"]]);
});

test("commands keep what only looks like a variable", async () => {
  const lines = [
    "FROM node",
    "CMD node -e '`${process.env.PORT}`'",
    "HEALTHCHECK CMD node -e '`${process.env.PORT}`'",
    "RUN echo ${1%x} ${A^^}",
  ];
  const { config, notRun } = await build(lines.join("\n"));
  expect(config).toMatchObject({ Cmd: ["/bin/sh", "-c", "node -e '`${process.env.PORT}`'"] });
  expect(notRun).toEqual([{ line: 4, text: "echo ${1%x} ${A^^}" }]);
});

test("a substitution that is none is told with its line", async () => {
  await expect(build("FROM node\nARG A=b\nENV B=${A^^}")).rejects.toThrow("Dockerfile:3 ${A^^} is no substitution");
});

test("the same sources give the same digest, another file another", async () => {
  const once = await build("FROM node\nCOPY . /app/", { "a.js": "1", "b/c.js": "2" });
  const again = await build("FROM node\nCOPY . /app/", { "b/c.js": "2", "a.js": "1" });
  const other = await build("FROM node\nCOPY . /app/", { "a.js": "1", "b/c.js": "3" });
  expect(again.image.digest).toBe(once.image.digest);
  expect(other.image.digest).not.toBe(once.image.digest);
});

test("a layer's files have owners, modes and parents", async () => {
  const { image } = await build("FROM node\nWORKDIR /app\nCOPY --chown=1001:1001 --chmod=750 run.sh ./bin/", {
    "run.sh": "x",
  });
  expect(image.layers.map(({ content }) => listing(content))).toEqual([
    ["drwxr-xr-x 0/0 app/"],
    ["drwxr-xr-x 0/0 app/", "drwxr-x--- 1001/1001 app/bin/", "-rwxr-x--- 1001/1001 app/bin/run.sh"],
  ]);
});

test("settings become the image's config", async () => {
  const { config } = await build(
    [
      "ARG BASE=node:24",
      "FROM ${BASE}",
      "ARG MODE=production",
      'LABEL title="A shop" x=y',
      "ENV NODE_ENV=$MODE PORT=3000",
      "WORKDIR /srv",
      "WORKDIR app",
      "USER 1001:1001",
      "EXPOSE $PORT 9000/udp",
      "STOPSIGNAL SIGINT",
      'ENTRYPOINT ["node", "x y.js"]',
      "CMD run --verbose",
    ].join("\n"),
    {},
    { buildArgs: { MODE: "test" }, labels: { "org.opencontainers.image.revision": "abc" } },
  );
  expect(config).toEqual({
    Labels: { title: "A shop", x: "y", "org.opencontainers.image.revision": "abc" },
    Env: ["NODE_ENV=test", "PORT=3000"],
    WorkingDir: "/srv/app",
    User: "1001:1001",
    ExposedPorts: { "3000/tcp": {}, "9000/udp": {} },
    StopSignal: "SIGINT",
    Cmd: ["/bin/sh", "-c", "run --verbose"],
    Entrypoint: ["node", "x y.js"],
  });
});

test("an inherited CMD goes with a new ENTRYPOINT", async () => {
  const { config } = await build('FROM x AS a\nCMD ["old"]\nFROM a\nENTRYPOINT ["new"]');
  expect(config).toEqual({ Entrypoint: ["new"] });
});

test("the stage's own CMD stays with a new ENTRYPOINT", async () =>
  expect((await build('FROM x\nCMD ["own"]\nENTRYPOINT ["new"]')).config).toMatchObject({ Cmd: ["own"] }));

test("a block is a file, its variables put in unless its name is quoted", async () => {
  const { image } = await build(
    "FROM x\nENV A=1\nCOPY <<a.sh <<'b.sh' /app/\n$A\na.sh\n$A\nb.sh\nCOPY --chmod=755 <<EOF /c\nx\nEOF",
  );
  const [first, second] = image.layers.map(({ content }) => content);
  expect(first?.toString()).toMatch(/a\.sh[\s\S]*\n?1\n[\s\S]*b\.sh[\s\S]*\$A\n/);
  expect(listing(second ?? Buffer.alloc(0))).toEqual(["-rwxr-xr-x 0/0 c"]);
});

test("only what the last stage needs is in the image; what a stage installs comes with COPY --from", async () => {
  const installs: Install[] = [];
  const { image, notRun, bases } = await build(
    "FROM node AS deps\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci --omit=dev\nRUN apt-get update && rm -rf x\nFROM node:slim\nCOPY --from=deps /app/node_modules /app/node_modules",
    { "package.json": "{}" },
    {
      install: async (install) => {
        installs.push(install);
        mkdirSync(join(install.cwd, "node_modules/left"), { recursive: true });
        writeFileSync(join(install.cwd, "node_modules/left/index.js"), "");
      },
    },
  );
  expect(installs.map(({ command, args, folder: where }) => [where, command, ...args].join(" "))).toEqual([
    "/app npm ci --omit=dev --ignore-scripts --no-audit --no-fund",
  ]);
  expect(image.layers.flatMap(({ content }) => listing(content)).map((line) => line.split(" ").at(-1))).toEqual([
    "app/",
    "app/node_modules/",
    "app/node_modules/left/",
    "app/node_modules/left/index.js",
  ]);
  expect(notRun).toEqual([{ line: 5, text: "apt-get update && rm -rf x" }]);
  expect(bases).toEqual(["node", "node:slim"]);
});

test(".dockerignore keeps files out, and its ! takes them in", async () => {
  const { image } = await build("FROM x\nCOPY . /a/", {
    ".dockerignore": "*\n!src\nsrc/**/*.test.ts",
    "src/a.ts": "",
    "src/deep/a.test.ts": "",
    "secret.env": "",
  });
  expect(listing(image.layers[0]?.content ?? Buffer.alloc(0)).map((line) => line.split(" ").at(-1))).toEqual([
    "a/",
    "a/src/",
    "a/src/a.ts",
    "a/src/deep/",
  ]);
});

test("pip installs only what needs no compiler, into the image's folder", async () => {
  const installs: Install[] = [];
  await build(
    "FROM python\nWORKDIR /app\nRUN pip install --no-cache-dir --target packages -r requirements.txt\nRUN pip install flask",
    {},
    { install: async (install) => void installs.push(install) },
  );
  expect(installs[0]?.args).toEqual([
    "-m",
    "pip",
    "install",
    "--only-binary",
    ":all:",
    "--no-cache-dir",
    "--target",
    "packages",
    "-r",
    "requirements.txt",
  ]);
  expect(installs[1]?.args.join(" ")).toMatch(
    /--target \S+usr\/local\/lib\/python3\/site-packages --only-binary :all: flask$/,
  );
});

test.each([
  ["COPY a b", "Dockerfile:1 COPY stands before the first FROM"],
  ["FROM x\nCOPY missing /a", 'Dockerfile:2 "missing" is not there in the build\'s context'],
  ["FROM x\nCOPY ../x /a", "Dockerfile:2 ../x lies outside of the build's context"],
  [
    "FROM x\nCOPY --from=nowhere a b",
    "Dockerfile:2 --from=nowhere: there is no such stage, and other images are not pulled in a rehearsal",
  ],
  ["ARG B\nFROM ${B}", "Dockerfile:2 FROM needs an image: the ARG it names has no value"],
  [
    "FROM x\nCOPY --chown=shop a b",
    "Dockerfile:2 --chown=shop: shop cannot be looked up without the base image; use a number",
  ],
])("%j is refused with its place", async (dockerfile, message) =>
  expect(build(dockerfile, { a: "", b: "" })).rejects.toThrow(message),
);

test("a pushed image has the digest that was built", async () => {
  const registry = await startRegistry({ folder: folder() });
  onTestFinished(() => registry.stop());
  const { image } = await build("FROM x\nCOPY a /a", { a: "1" });
  expect(await pushImage(image, parseReference(`${registry.address}/shop/web:main`))).toBe(image.digest);
  const got = await fetch(`http://${registry.address}/v2/shop/web/manifests/main`);
  expect(got.headers.get("docker-content-digest")).toBe(image.digest);
});

test.each([
  ["nginx", { registry: "docker.io", name: "nginx" }],
  ["ghcr.io/acme/shop:1.2", { registry: "ghcr.io", name: "acme/shop", tag: "1.2" }],
  ["localhost:5000/a@sha256:1", { registry: "localhost:5000", name: "a", digest: "sha256:1" }],
  ["acme/shop:x", { registry: "docker.io", name: "acme/shop", tag: "x" }],
])("the parts of %s", (text, parts) => expect(parseReference(text)).toEqual(parts));
