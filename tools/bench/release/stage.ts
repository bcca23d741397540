import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clients } from "../../../test/engine/clients.ts";
import { resolveImage } from "../../../test/engine/release/image.ts";
import { bundle } from "../../bundle/bundle.ts";
import { type Finished, timed } from "./timed.ts";

/** Where a bench works: namespaces of its own on the engine, and both ways of deploying as whole processes. */
export interface Stage {
  /** the probe, by digest */
  readonly image: string;
  readonly audit: string | null;
  /** One for the time of the work: a node takes only so many pods. */
  within<T>(name: string, work: (namespace: string) => Promise<T>): Promise<T>;
  manifests(name: string, objects: readonly object[]): Promise<string>;
  /** `tidegate release …`, bundled as it is shipped */
  tidegate(namespace: string, args: readonly string[]): Promise<Finished>;
  kubectl(namespace: string, args: readonly string[]): Promise<Finished>;
  close(): Promise<void>;
}

export async function openStage(root: string): Promise<Stage> {
  const on = clients();
  const folder = await mkdtemp(join(tmpdir(), "tidegate-bench-"));
  const cli = join(await bundle(root, "src/cli/main.ts"), "index.js");
  const env = { ...on.env, HOME: folder };
  const { name, digest } = await resolveImage(on.engine.images.probe, on.engine.registry);
  const run = randomUUID().slice(0, 8);
  return {
    image: `${name}@${digest}`,
    audit: on.engine.auditLog,
    within: async (name, work) => {
      const namespace = `bench-${name}-${run}`;
      await on.kubectl(["create", "namespace", namespace]);
      try {
        return await work(namespace);
      } finally {
        await on.kubectl(["delete", "namespace", namespace, "--wait=false"]);
      }
    },
    manifests: async (name, items) => {
      const file = join(folder, `${name}.json`);
      await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
      return file;
    },
    tidegate: (namespace, args) => {
      const site = ["--app=bench", "--environment=engine", `--namespace=${namespace}`, "--yes", "--json"];
      return timed([process.execPath, cli, "release", ...args, ...site], env);
    },
    kubectl: (namespace, args) => timed(["kubectl", `--namespace=${namespace}`, ...args], env),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
