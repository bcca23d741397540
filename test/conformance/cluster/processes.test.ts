import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { buildImage } from "../../../src/rehearse/world/images/build.ts";
import { parseReference, pushImage } from "../../../src/rehearse/world/images/push.ts";
import { startWorld } from "../../../src/rehearse/world/world.ts";
import { areas } from "./cases/all.ts";
import { differences } from "./differences.ts";
import type { Cluster } from "./kit/bench.ts";
import { readKubeconfig } from "./kit/kubeconfig.ts";
import { conformance } from "./kit/suite.ts";

// The same cases as `stand-in.test.ts`, where they concern pods, with every container a process of this machine, as in a
// rehearsal: the program is pulled by digest from the rehearsal's registry and really serves, crashes and ends.

let cluster: Cluster;
let end = async () => {};

async function pushProgram(registry: string, folder: string): Promise<string> {
  const context = join(import.meta.dirname, "program");
  const work = join(folder, "build");
  await mkdir(work);
  const { image } = await buildImage({
    ...{ context, work, dockerfile: join(context, "Dockerfile") },
    ...{ buildArgs: {}, labels: {}, annotations: {}, platform: { os: "linux", architecture: "amd64" } },
    install: async () => {},
    log: () => {},
  });
  const name = `${registry}/conformance/pod:1`;
  await pushImage(image, parseReference(name));
  return name;
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "tidegate-conformance-"));
  const world = await startWorld({ folder, env: process.env, node: process.execPath, docker: "/nonexistent" });
  const image = await pushProgram(world.registry.address, folder);
  cluster = {
    access: readKubeconfig(world.kubeconfig),
    kubeconfig: world.kubeconfig,
    path: process.env.PATH ?? "",
    home: folder,
    image,
    // a CronJob is waited for until its minute comes
    patience: 75_000,
  };
  end = async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  };
});

afterAll(() => end());

const aboutPods = ["deployments", "stateful sets", "jobs", "pods", "logs", "services"];
conformance(
  "processes",
  () => cluster,
  Object.fromEntries(Object.entries(areas).filter(([area]) => aboutPods.includes(area))),
  differences,
);
