import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { connection, environmentFor } from "../../engine/connect.ts";
import { areas } from "./cases/all.ts";
import { differences } from "./differences.ts";
import type { Cluster } from "./kit/bench.ts";
import { readKubeconfig } from "./kit/kubeconfig.ts";
import { conformance } from "./kit/suite.ts";

let cluster: Cluster;
let end = async () => {};

/** The program every case runs in its containers, as an image of the engine's registry. */
function buildImage(): string {
  const engine = connection();
  const image = `${engine.registry}/conformance/pod:1`;
  const folder = join(import.meta.dirname, "program");
  execFileSync(
    "docker",
    ["buildx", "build", "--quiet", "--push", "--tag", image, "--build-arg", `NODE=${engine.images.node}`, folder],
    { env: environmentFor(engine), stdio: ["ignore", "ignore", "inherit"] },
  );
  return image;
}

beforeAll(async () => {
  const engine = connection();
  const home = await mkdtemp(join(tmpdir(), "tidegate-conformance-"));
  const { kubeconfig } = engine;
  cluster = {
    access: readKubeconfig(kubeconfig),
    kubeconfig,
    path: environmentFor(engine).PATH ?? process.env.PATH ?? "",
    home,
    image: buildImage(),
    patience: 120_000,
  };
  end = () => rm(home, { recursive: true });
}, 300_000);

afterAll(() => end());

conformance("engine", () => cluster, areas, differences);
