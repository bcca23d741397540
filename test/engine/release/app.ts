import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "../../../src/release/kube/connect.ts";
import type { Kube } from "../../../src/release/kube/kube.ts";
import { kubectlRunner } from "../../../src/release/kube/kubectl.ts";
import type { KubeObject } from "../../../src/release/kube/object.ts";
import type { Access } from "../../../src/release/kube/proxy.ts";
import type { Head } from "../../../src/release/record/head.ts";
import { readHead } from "../../../src/release/record/head-store.ts";
import { type DeployInput, deploy } from "../../../src/release/story/deploy.ts";
import type { Result } from "../../../src/release/story/result.ts";
import { resume } from "../../../src/release/story/resume.ts";
import { type RollbackInput, rollback } from "../../../src/release/story/rollback.ts";
import type { Site } from "../../../src/release/story/site.ts";
import type { WentBack } from "../../../src/release/story/went-back.ts";
import { systemClock } from "../../../src/release/system-clock.ts";
import { byHand, deployInput, passes, rollbackInput, run } from "../../integration/release/world.ts";
import { until } from "../host/patience.ts";
import type { Image } from "./image.ts";

export interface AppOptions {
  readonly name: string;
  readonly namespace: string;
  readonly access: Access;
  /** where overlays are written */
  readonly folder: string;
  /** what manifests call `probe` */
  readonly image: Image;
  readonly say?: (line: string) => void;
  readonly timing?: Site["timing"];
  /** how long one request may take */
  readonly requestMs?: number;
}

/** One app on the real cluster, deployed by the product's own code with the deployer's account. */
export interface App {
  readonly said: readonly string[];
  /** The n-th line with this in it, as soon as it is said. */
  readonly saying: (what: RegExp, times?: number) => Promise<string>;
  readonly kube: Kube;
  readonly site: (more?: Partial<Site>) => Site;
  readonly deploy: (order: number, objects: readonly object[], more?: More<DeployInput>) => Promise<Result>;
  readonly rollback: (more?: More<RollbackInput>) => Promise<WentBack>;
  readonly resume: () => Promise<Result>;
  readonly head: () => Promise<Head>;
  /** `1-1 replaced`, oldest first */
  readonly story: () => Promise<readonly string[]>;
  readonly get: (kind: string, name: string, apiVersion?: string) => Promise<KubeObject | undefined>;
  readonly close: () => Promise<void>;
}

type More<Input> = Partial<Input> & { readonly site?: Partial<Site> };

/** Short, because a kubelet's own back-offs are what most of these tests wait for. */
const waiting = { timeoutMs: 90_000, patience: { graceMs: 3_000, settleMs: 3_000, fatalExitCodes: [3] } };

export async function openApp(options: AppOptions): Promise<App> {
  const { namespace, access, image } = options;
  const said: string[] = [];
  const say = (line: string) => {
    said.push(line);
    options.say?.(line);
  };
  const connection = await connect({
    access,
    clock: systemClock,
    random: Math.random,
    say,
    requestMs: options.requestMs ?? 15_000,
    patienceMs: 60_000,
  });
  const signal = new AbortController().signal;
  const kube = connection.view(signal);
  const identity = { app: options.name, environment: "engine" };
  const site = (more: Partial<Site> = {}): Site => ({
    identity,
    namespace,
    connection,
    clock: systemClock,
    random: Math.random,
    say,
    signal,
    mask: () => {},
    hide: (text) => text,
    timing: options.timing ?? { leaseMs: 60_000, requestMs: 15_000 },
    ...more,
  });
  const head = async () => (await readHead(kube, namespace, identity)).head;
  return {
    said,
    saying: async (what, times = 1) => {
      const line = await until(() => said.filter((one) => what.test(one))[times - 1], 60_000);
      if (line === null) throw new Error(`expected ${what} in\n${said.join("\n")}`);
      return line;
    },
    kube,
    site,
    deploy: async (order, objects, { site: other, ...more } = {}) => {
      const overlay = join(options.folder, `${options.name}-${order}.json`);
      const bundle = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
      await writeFile(overlay, bundle);
      return deploy(site(other), {
        ...deployInput(overlay, kubectlRunner(access.kubectl, access.env, signal)),
        ...waiting,
        // an image that no workload uses is refused
        images: bundle.includes('"image":"probe"')
          ? [{ name: "probe", newName: image.name, digest: image.digest }]
          : [],
        scope: { namespace, namespaces: [], clusterKinds: [], createNamespace: false },
        runner: run(order),
        ...more,
      });
    },
    rollback: ({ site: other, ...more } = {}) => rollback(site(other), { ...rollbackInput, ...waiting, ...more }),
    resume: () => resume(site(), { runner: byHand, release: undefined, ...waiting, logLines: 0, prove: passes }),
    head,
    story: async () => (await head()).entries.map(({ id, status }) => `${id} ${status}`),
    get: (kind, name, apiVersion = "v1") => kube.get({ apiVersion, kind, namespace, name }),
    close: () => connection.close(),
  };
}
