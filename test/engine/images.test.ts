import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clients } from "./clients.ts";
import { until } from "./host/patience.ts";

const on = clients();
const folder = mkdtempSync(join(tmpdir(), "engine-images-"));
const name = `${on.engine.registry}/engine-test/server-${process.pid}`;
const database = `engine-database-${process.pid}`;

const written = v.object({ "containerimage.digest": v.string() });
const index = v.object({
  manifests: v.array(v.object({ digest: v.string(), annotations: v.optional(v.record(v.string(), v.string())) })),
});

beforeAll(() => {
  writeFileSync(join(folder, "Dockerfile"), "ARG NODE_BASE=scratch\nFROM $NODE_BASE\nCOPY page.txt /\nUSER 1001\n");
  writeFileSync(join(folder, "page.txt"), "a page\n");
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await on.attempt(["docker", "rm", "--force", "--volumes", database]);
});

describe("an image built with BuildKit on a local base", () => {
  const metadata = join(folder, "metadata.json");
  const digest = () => v.parse(written, JSON.parse(readFileSync(metadata, "utf8")))["containerimage.digest"];

  it("is pushed, and has the digest that the build reports", async () => {
    // an empty HOME, as in a fresh job: the plugin and the builder are found all the same
    const home = { ...on.env, HOME: join(folder, "home") };
    const built = await on.attempt([
      ...(["env", `HOME=${home.HOME}`, "docker", "buildx", "build", "--push", "--provenance=mode=min"] as const),
      ...[`--tag=${name}:1`, `--build-arg=NODE_BASE=${on.engine.images.node}`, `--metadata-file=${metadata}`, folder],
    ]);
    expect(built.stderr).toContain("pushing manifest");
    expect(built.code).toBe(0);
    const head = await fetch(`http://${on.engine.registry}/v2/${name.split("/").slice(1).join("/")}/manifests/1`, {
      method: "HEAD",
      headers: { accept: "application/vnd.oci.image.index.v1+json" },
    });
    expect(head.headers.get("docker-content-digest")).toBe(digest());
  });

  it.runIf(on.engine.buildkit !== null)("carries an attestation of where it comes from", async () => {
    const raw = await on.docker(["buildx", "imagetools", "inspect", "--raw", `${name}@${digest()}`]);
    const kinds = v
      .parse(index, JSON.parse(raw))
      .manifests.map((one) => one.annotations?.["vnd.docker.reference.type"]);
    expect(kinds).toContain("attestation-manifest");
  });

  it("runs under Docker, by digest", async () => {
    const said = await on.docker(["run", "--rm", `${name}@${digest()}`, "node", "--print", "process.getuid()"]);
    expect(said.trim()).toBe("1001");
  });
});

describe("base images", () => {
  it.each([
    ["node", ["node", "--version"], /^v24\./],
    ["node", ["npm", "--version"], /^\d+\./],
    ["python", ["python", "--version"], /^Python 3\.11\./],
    ["python", ["pip", "--version"], /^pip \d+/],
    ["postgres", ["postgres", "--version"], /PostgreSQL\) 15\./],
  ] as const)("%s: %j", async (image, command, version) => {
    expect(await on.docker(["run", "--rm", on.engine.images[image], ...command])).toMatch(version);
  });

  it("postgres takes the settings of the official image", async () => {
    const settings = ["--env=POSTGRES_PASSWORD=for-this-test", "--env=POSTGRES_USER=shop", "--env=POSTGRES_DB=orders"];
    await on.docker(["run", "--detach", `--name=${database}`, ...settings, on.engine.images.postgres]);
    const answer = await until(async () => {
      const query = [
        "psql",
        "--username=shop",
        "--dbname=orders",
        "--host=127.0.0.1",
        "--tuples-only",
        "--command=select 6*7",
      ];
      const asked = await on.attempt(["docker", "exec", "--env=PGPASSWORD=for-this-test", database, ...query]);
      return asked.code === 0 ? asked.stdout.trim() : undefined;
    }, 60_000);
    expect(answer).toBe("42");
  });
});

describe("compose", () => {
  it("brings two containers up that find each other by name, and takes them down", async () => {
    const file = join(folder, "compose.yaml");
    const project = ["compose", `--project-name=engine-${process.pid}`, `--file=${file}`];
    const ask = [
      "node",
      "--input-type=module",
      "--eval",
      "console.log(await (await fetch('http://server:8080/')).text())",
    ];
    const services = {
      server: { image: on.engine.images.probe, environment: { VERSION: "composed" } },
      visitor: { image: on.engine.images.node, command: ask, depends_on: ["server"] },
    };
    writeFileSync(file, JSON.stringify({ services }));
    try {
      await on.docker([...project, "up", "--detach", "server"]);
      expect(await on.docker([...project, "run", "--rm", "visitor"])).toContain("composed");
    } finally {
      await on.docker([...project, "down", "--timeout=1"]);
    }
    expect(await on.docker([...project, "ps", "--quiet", "--all"])).toBe("");
  });
});
