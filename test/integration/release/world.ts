import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMasker } from "../../../src/action/mask/masker.ts";
import type { Cluster, ClusterOptions } from "../../../src/rehearse/world/cluster/cluster.ts";
import { startControllers } from "../../../src/rehearse/world/cluster/controllers/controllers.ts";
import type { Script } from "../../../src/rehearse/world/cluster/controllers/scripted/script.ts";
import { scriptedRuntime } from "../../../src/rehearse/world/cluster/controllers/scripted/scripted-runtime.ts";
import { byAnnotation, firstOf } from "../../../src/rehearse/world/cluster/controllers/scripted/scripts.ts";
import { startCluster } from "../../../src/rehearse/world/cluster/start.ts";
import { type Connection, connect } from "../../../src/release/kube/connect.ts";
import { kubectlRunner, type RunKubectl } from "../../../src/release/kube/kubectl.ts";
import type { KubeObject } from "../../../src/release/kube/object.ts";
import type { Access } from "../../../src/release/kube/proxy.ts";
import type { Head } from "../../../src/release/record/head.ts";
import { readHead } from "../../../src/release/record/head-store.ts";
import { type DeployInput, deploy } from "../../../src/release/story/deploy.ts";
import type { Prove } from "../../../src/release/story/prove.ts";
import type { Result } from "../../../src/release/story/result.ts";
import { type ResumeInput, resume } from "../../../src/release/story/resume.ts";
import { type RollbackInput, rollback } from "../../../src/release/story/rollback.ts";
import type { Runner, Site } from "../../../src/release/story/site.ts";
import { type VerifyInput, verify } from "../../../src/release/story/verify.ts";
import type { WentBack } from "../../../src/release/story/went-back.ts";
import { systemClock } from "../../../src/release/system-clock.ts";

export const namespace = "shop";
export const identity = { app: "shop", environment: "staging" };
export const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** Short enough for tests, in the same proportions as in earnest. */
const timing = { leaseMs: 4_000, requestMs: 1_000 };

export const passes: Prove = async () => ({ verdict: "ok", message: "fine" });
export const fails: Prove = async () => ({ verdict: "findings", message: "smoke: it answers 500" });

export interface World extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly connection: Connection;
  readonly access: Access;
  readonly folder: string;
  /** What was said, line by line. */
  readonly said: string[];
  readonly site: (more?: Partial<Site>) => Site;
  readonly manifests: (...objects: readonly object[]) => Promise<void>;
  readonly deploy: (order: number, more?: Partial<DeployInput> & { readonly site?: Partial<Site> }) => Promise<Result>;
  readonly rollback: (more?: Partial<RollbackInput> & { readonly site?: Partial<Site> }) => Promise<WentBack>;
  readonly verify: (order: number, more?: Partial<VerifyInput> & { readonly site?: Partial<Site> }) => Promise<Result>;
  readonly resume: (more?: Partial<ResumeInput> & { readonly site?: Partial<Site> }) => Promise<Result>;
  readonly head: () => Promise<Head>;
  /** `1-1 replaced`, oldest first. */
  readonly story: () => Promise<readonly string[]>;
  readonly get: (kind: string, name: string, apiVersion?: string) => Promise<KubeObject | undefined>;
}

export const run = (order: number, attempt = 1): Runner => ({
  holder: `acme/shop/${order}/${attempt}`,
  actor: "dana",
  order,
  commit: `${order}`.padStart(40, "0"),
  facts: { url: `https://github.example/acme/shop/actions/runs/${order}` },
});

export const patience = { graceMs: 300, settleMs: 100, fatalExitCodes: [] };

/** Somebody at a laptop. */
export const byHand: Runner = { ...run(900), order: "next", holder: "laptop/dana/1" };

/** What a deploy is told where nothing else is said; who deploys is not in it. */
export const deployInput = (overlay: string, kubectl: RunKubectl): Omit<DeployInput, "runner"> => ({
  overlay,
  images: [],
  scans: [],
  requireScan: false,
  scope: { namespace, namespaces: [], clusterKinds: [], createNamespace: false },
  kubectl,
  timeoutMs: 15_000,
  patience,
  logLines: 20,
  pruneCap: 10,
  takeOver: [],
  allowOlder: false,
  releaseHold: undefined,
  irreversible: undefined,
  dryRun: false,
  history: { ancestry: async () => "unknown", fixes: async () => [] },
  afterwards: { prove: passes },
});

export const rollbackInput: RollbackInput = {
  undo: "live",
  to: "previous",
  reason: undefined,
  runner: byHand,
  timeoutMs: 15_000,
  patience,
  logLines: 20,
  dryRun: false,
  prove: passes,
  imageThere: async () => "unknown",
};

export interface WorldOptions extends Omit<ClusterOptions, "controllers"> {
  /** How long one request is tried again. */
  readonly patienceMs?: number;
  /** Each has room for 110 pods. */
  readonly nodes?: number;
}

/** A cluster with scripted pods, and a way to it by the product's own code through the real kubectl. */
export async function startWorld(
  script: Script = () => undefined,
  { patienceMs = 8_000, nodes = 1, ...options }: WorldOptions = {},
): Promise<World> {
  const cluster = await startCluster({
    rbac: false,
    ...options,
    controllers: (store) =>
      startControllers(store, {
        runtime: scriptedRuntime(store.clock, firstOf(byAnnotation, script)),
        backOff: { first: 20, most: 100 },
        nodes: Array.from({ length: nodes }, (_, n) => ({
          name: n === 0 ? "tidegate-node" : `tidegate-node-${n + 1}`,
        })),
      }),
  });
  const folder = await mkdtemp(join(tmpdir(), "tidegate-test-"));
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, cluster.kubeconfig);
  const access = { kubectl: "kubectl", kubeconfig, env: { PATH: process.env["PATH"], HOME: folder } };
  const said: string[] = [];
  const masker = createMasker();
  const say = (line: string) => {
    said.push(masker.hide(line));
  };
  const connection = await connect({
    access,
    clock: systemClock,
    random: Math.random,
    say,
    requestMs: 2_000,
    patienceMs,
  });
  const signal = new AbortController().signal;
  const kube = connection.view(signal);
  await kube.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const overlay = join(folder, "overlay.json");
  const site = (more: Partial<Site> = {}): Site => ({
    identity,
    namespace,
    connection,
    clock: systemClock,
    random: Math.random,
    say,
    signal,
    mask: (values) => values.forEach(masker.add),
    hide: masker.hide,
    timing,
    ...more,
  });
  const world: World = {
    cluster,
    connection,
    access,
    folder,
    said,
    site,
    manifests: (...objects) => writeFile(overlay, JSON.stringify({ apiVersion: "v1", kind: "List", items: objects })),
    deploy: (order, { site: other, ...more } = {}) =>
      deploy(site(other), {
        ...deployInput(overlay, kubectlRunner("kubectl", access.env, signal)),
        runner: run(order),
        ...more,
      }),
    rollback: ({ site: other, ...more } = {}) => rollback(site(other), { ...rollbackInput, ...more }),
    verify: (order, { site: other, ...more } = {}) =>
      verify(site(other), {
        runner: run(order),
        release: undefined,
        timeoutMs: 15_000,
        windowMs: 4_000,
        prove: passes,
        ...more,
      }),
    resume: ({ site: other, ...more } = {}) =>
      resume(site(other), {
        runner: byHand,
        release: undefined,
        timeoutMs: 15_000,
        patience,
        logLines: 20,
        prove: passes,
        ...more,
      }),
    head: async () => (await readHead(kube, namespace, identity)).head,
    story: async () =>
      (await readHead(kube, namespace, identity)).head.entries.map(({ id, status }) => `${id} ${status}`),
    get: (kind, name, apiVersion = "v1") => kube.get({ apiVersion, kind, namespace, name }),
    [Symbol.asyncDispose]: async () => {
      await connection.close();
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}
