import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { startControllers } from "../../../src/rehearse/world/cluster/controllers/controllers.ts";
import { scriptedRuntime } from "../../../src/rehearse/world/cluster/controllers/scripted/scripted-runtime.ts";
import { startCluster } from "../../../src/rehearse/world/cluster/start.ts";
import { areas } from "./cases/all.ts";
import { differences } from "./differences.ts";
import type { Cluster } from "./kit/bench.ts";
import { readKubeconfig } from "./kit/kubeconfig.ts";
import { conformance } from "./kit/suite.ts";
import { image, programScript } from "./stand-in-pods.ts";

let cluster: Cluster;
let end = async () => {};

beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), "tidegate-conformance-"));
  const server = await startCluster({
    controllers: (store) =>
      startControllers(store, {
        runtime: scriptedRuntime(store.clock, programScript),
        // pauses a tenth as long as kubelet's: the cases wait for what follows, not for how long it takes
        backOff: { first: 1000, most: 10_000 },
      }),
  });
  const kubeconfig = join(home, "kubeconfig");
  await writeFile(kubeconfig, server.kubeconfig);
  cluster = {
    access: readKubeconfig(kubeconfig),
    kubeconfig,
    path: process.env.PATH ?? "",
    home,
    image,
    // a CronJob is waited for until its minute comes
    patience: 75_000,
  };
  end = async () => {
    await server.stop();
    await rm(home, { recursive: true });
  };
});

afterAll(() => end());

conformance("stand-in", () => cluster, areas, differences);
