import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Registry, startRegistry } from "../../registry/server.ts";
import { parseDocker } from "./arguments.ts";

test("a build's flags are read in every form", () =>
  expect(
    parseDocker([
      "--config",
      "/x",
      "buildx",
      "build",
      "--platform=linux/amd64,linux/arm64",
      "-t",
      "a:1",
      "--tag=a:2",
      "-f",
      "D",
      "--build-arg",
      "V=1",
      "--label",
      "l=m=n",
      "--annotation",
      "index,manifest:k=v",
      "--provenance=mode=min",
      "--cache-to",
      "type=gha",
      "--push",
      "--metadata-file",
      "m.json",
      ".",
    ]),
  ).toEqual({
    kind: "build",
    build: {
      context: ".",
      file: "D",
      metadataFile: "m.json",
      tags: ["a:1", "a:2"],
      platforms: ["linux/amd64", "linux/arm64"],
      buildArgs: { V: "1" },
      contexts: {},
      labels: { l: "m=n" },
      annotations: { k: "v" },
      push: true,
      outputs: [],
      ignored: ["provenance", "cache-to"],
    },
  }));

test.each([
  [["push", "alpine"], "docker push alpine is not rehearsed; with --real docker it is the real client"],
  [["run", "--gpus=all", "alpine"], "docker run --gpus is not rehearsed"],
  [["build", "--squash=true", "."], "docker build --squash is not rehearsed"],
  [["build", "--squash", "."], "docker build --squash is not rehearsed"],
  [["build"], "docker build takes one argument, the folder to build from"],
])("docker %j is refused by name", (argv, why) => expect(parseDocker(argv)).toEqual({ kind: "refused", why }));

interface End {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function setting(
  more: Readonly<Record<string, string>> = {},
): Promise<{ folder: string; registry: Registry; docker: (...argv: string[]) => Promise<End> }> {
  const folder = mkdtempSync(join(tmpdir(), "docker-"));
  const registry = await startRegistry({ folder: join(folder, "registry") });
  onTestFinished(async () => {
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const env = { PATH: process.env["PATH"] ?? "", TIDEGATE_REHEARSAL_REGISTRY: registry.address, ...more };
  const docker = (...argv: string[]) =>
    new Promise<End>((resolve) => {
      execFile(
        process.execPath,
        [join(import.meta.dirname, "main.ts"), ...argv],
        { cwd: folder, env },
        (error, out, err) => resolve({ status: error === null ? 0 : Number(error.code), out: out.trim(), err }),
      );
    });
  writeFileSync(join(folder, "Dockerfile"), 'FROM node\nCOPY hello.txt /app/\nRUN apt-get install x\nCMD ["node"]');
  writeFileSync(join(folder, "hello.txt"), "hello");
  return { folder, registry, docker };
}

test("what was built is in the registry, whatever registry its name says", async () => {
  const { folder, registry, docker } = await setting();
  const built = await docker(
    "buildx",
    "build",
    "--push",
    "-t",
    "ghcr.io/acme/shop:abc",
    "--metadata-file",
    "meta.json",
    ".",
  );
  expect(built.status).toBe(0);
  const metadata: { "containerimage.digest": string } = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"));
  const held = await fetch(`http://${registry.address}/v2/acme/shop/manifests/abc`);
  expect(held.headers.get("docker-content-digest")).toBe(metadata["containerimage.digest"]);
  expect(built.err).toContain("Dockerfile:3 was not run: apt-get install x");
  expect(
    (await docker("buildx", "imagetools", "inspect", "ghcr.io/acme/shop:abc", "--format", "{{.Manifest.Digest}}")).out,
  ).toBe(metadata["containerimage.digest"]);
});

test("promoting an image gives the same digest another tag", async () => {
  const { registry, docker } = await setting();
  await docker("build", "--push", "-t", "ghcr.io/acme/shop:abc", ".");
  expect(
    (await docker("buildx", "imagetools", "create", "-t", "ghcr.io/acme/shop:v1", "ghcr.io/acme/shop:abc")).status,
  ).toBe(0);
  const digests = await Promise.all(
    ["abc", "v1"].map(async (tag) =>
      (await fetch(`http://${registry.address}/v2/acme/shop/manifests/${tag}`)).headers.get("docker-content-digest"),
    ),
  );
  expect(digests[0]).toBe(digests[1]);
});

test("a layout folder can be had instead of a push", async () => {
  const { folder, docker } = await setting();
  expect((await docker("buildx", "build", "--output", "type=oci,dest=layout,tar=false", ".")).status).toBe(0);
  const index: { manifests: { digest: string }[] } = JSON.parse(
    readFileSync(join(folder, "layout/index.json"), "utf8"),
  );
  expect(
    readFileSync(join(folder, "layout/blobs/sha256", index.manifests[0]?.digest.slice(7) ?? ""), "utf8"),
  ).toContain('"schemaVersion":2');
});

test("a Dockerfile that is wrong fails with its line", async () => {
  const { folder, docker } = await setting();
  writeFileSync(join(folder, "Dockerfile"), "FROM x\nCOPY missing /a");
  expect(await docker("build", ".")).toMatchObject({
    status: 1,
    err: expect.stringContaining('Dockerfile:2 "missing" is not there'),
  });
});

const scanner = "ghcr.io/aquasecurity/trivy@sha256:1";
const confined = ["run", "--rm", "--name=t", "--read-only", "--cap-drop=ALL", "--mount=type=volume,target=/tmp"];

async function scanned(service: string, more: Readonly<Record<string, string>>) {
  const { folder, docker } = await setting(more);
  await docker("build", "--push", "-t", `ghcr.io/acme/${service}:abc`, ".");
  await docker("buildx", "build", "--output", "type=oci,dest=layout,tar=false", "-t", "linux-amd64", ".");
  const mount = `--mount=type=bind,source=${join(folder, "layout")},target=/image,readonly`;
  const end = await docker(...confined, mount, scanner, "image", "--format=json", "--input=/image:linux-amd64");
  return { ...end, folder, docker, mount, report: JSON.parse(end.out) };
}

test("the scanner's databases are there, and its report is a recorded one that says so", async () => {
  const { docker, mount, report, err } = await scanned("order-api", {});
  expect(await docker(...confined, scanner, "image", "--download-db-only")).toMatchObject({ status: 0, out: "" });
  expect(report).toMatchObject({ SchemaVersion: 2, ArtifactType: "container_image", Results: [{ Packages: [] }] });
  expect(report.Trivy.Version).toContain("recorded");
  expect(err).toContain("a recorded report: nothing was scanned");
  const missing = await docker(...confined, mount, scanner, "image", "--format=json", "--input=/image:other");
  expect(missing).toMatchObject({ status: 1, err: expect.stringContaining("unable to find what is to be scanned") });
});

test.each([
  ["order-api", 1],
  ["frontend", 0],
])("a finding asked for in order-api is found in %s %i times", async (service, count) => {
  const { report } = await scanned(service, { TIDEGATE_REHEARSAL_FINDING: "order-api" });
  expect(report.Results[0].Vulnerabilities ?? []).toHaveLength(count);
});

test("where docker is real, only the scanner is answered here", async () => {
  const real = mkdtempSync(join(tmpdir(), "real-"));
  onTestFinished(() => rmSync(real, { recursive: true, force: true }));
  const client = join(real, "docker");
  writeFileSync(client, '#!/bin/sh\necho "real $*"\nexit 7\n', { mode: 0o755 });
  const { docker } = await setting({ TIDEGATE_REHEARSAL_DOCKER: client });
  expect(await docker("buildx", "build", "--unheard-of", ".")).toMatchObject({
    status: 7,
    out: "real buildx build --unheard-of .",
  });
  expect(await docker("run", "alpine", "true")).toMatchObject({ status: 7, out: "real run alpine true" });
  expect(await docker(...confined, scanner, "version")).toMatchObject({
    status: 0,
    out: expect.stringContaining("recorded"),
  });
});

test("--strict fails a build with a line that was not run; without it the line is noted", async () => {
  const notes = join(mkdtempSync(join(tmpdir(), "notes-")), "notes");
  const strict = await setting({ TIDEGATE_REHEARSAL_STRICT: "1" });
  expect(await strict.docker("build", ".")).toMatchObject({
    status: 1,
    err: expect.stringContaining("with --strict every line must run"),
  });
  const lax = await setting({ TIDEGATE_REHEARSAL_NOTES: notes });
  expect(await lax.docker("build", ".")).toMatchObject({ status: 0 });
  expect(JSON.parse(readFileSync(notes, "utf8"))).toEqual({
    about: "images",
    text: expect.stringContaining("Dockerfile:3 was not run: apt-get install x"),
  });
});

test("a build context of one's own is what COPY --from takes from", async () => {
  const { folder, docker } = await setting();
  writeFileSync(join(folder, "Dockerfile"), "FROM x\nCOPY --from=shared hello.txt /a");
  expect(await docker("build", "--build-context", `shared=${folder}`, ".")).toMatchObject({ status: 0 });
});
