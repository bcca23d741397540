import type { Rehearsal } from "../../config/index.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { provisioner } from "./cluster/controllers/claims/claims.ts";
import { startControllers } from "./cluster/controllers/controllers.ts";
import { tooMany } from "./cluster/faults/fault.ts";
import type { FaultHandle } from "./cluster/faults/faults.ts";
import { at } from "./cluster/json/path.ts";
import { objectsOf, stringOr } from "./cluster/json/value.ts";
import type { KubeObject } from "./cluster/object.ts";
import { startCluster } from "./cluster/start.ts";
import type { Store } from "./cluster/store/store.ts";
import type { Reference } from "./images/push.ts";
import { type Injection, injectionText } from "./inject.ts";
import type { Note } from "./notes.ts";
import { ImageStandIns } from "./pods/image-stand-in.ts";
import { ProcessRuntime } from "./pods/process-runtime.ts";
import { LoopbackServices } from "./pods/services.ts";
import { Strikes } from "./strikes.ts";
import { unfinished } from "./unfinished.ts";

export interface StandInClusterOptions {
  readonly folder: string;
  /** what processes get of this machine */
  readonly machine: Readonly<Record<string, string>>;
  readonly locate: (image: Reference) => Reference;
  readonly images: Pick<Rehearsal, "standIns" | "containers">;
  readonly injections: readonly Injection[];
  /** told what came of limits of memory */
  readonly remark: (text: string) => void;
}

export interface StandInCluster {
  readonly cluster: Cluster;
  readonly services: LoopbackServices;
  /** From now on what was asked for goes wrong. */
  arm(): void;
  /** faults that met nothing to strike */
  missed(): readonly Injection[];
  /** what a deploy that ends well does not show: how often the API was in trouble */
  struck(): readonly Note[];
  /** releases that were begun and are not at their end */
  unfinished(): readonly Note[];
  /** when the runner of a job that is to be lost goes: once its release is recorded as begun */
  lost(job: string, environment: string | undefined, over: AbortSignal): AbortSignal | undefined;
  stop(): Promise<void>;
}

/** Percent of the CPU a pod asked for: nobody uses what is rehearsed, so nothing scales by itself. */
const idle = 10;

/** Seconds; nobody wants to wait for ten minutes to see what a deadline does. */
const patience = 20;

/** As most clusters have it: a claim that names no class gets a volume. */
const storageClass = {
  metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  provisioner,
};

function readyPods(store: Store, namespace: string, service: KubeObject): readonly KubeObject[] {
  const selector = Object.entries(Object(at(service, "spec", "selector")));
  if (selector.length === 0) return [];
  return store
    .list("pods", { namespace })
    .filter(
      (pod) =>
        selector.every(([key, value]) => pod.metadata.labels?.[key] === value) &&
        pod.metadata.deletionTimestamp === undefined &&
        objectsOf(at(pod, "status", "conditions")).some(
          (condition) => condition["type"] === "Ready" && condition["status"] === "True",
        ),
    );
}

/** A Service's targetPort may be the name of a container's port. */
function portNumber(pod: KubeObject, port: number | string): number {
  if (typeof port === "number") return port;
  for (const container of objectsOf(at(pod, "spec", "containers")))
    for (const declared of objectsOf(container["ports"]))
      if (stringOr(declared["name"], "") === port) return Number(declared["containerPort"]);
  return Number(port);
}

/** As an API server that has too much to do, or goes away in between: late enough that a deploy is under way. */
function troubleApi({ faults }: Cluster, how: "429" | "drop"): readonly FaultHandle[] {
  const match = { verb: "write" } as const;
  if (how === "429") return [faults.add({ match, skip: 3, times: 5, fault: tooMany(1) })];
  return [
    faults.add({ match, skip: 3, times: 3, fault: { kind: "reset", when: "after" } }),
    faults.add({ match: { verb: "watch" }, times: 4, fault: { kind: "watch", change: "drop" } }),
  ];
}

const apiNote = (injection: Injection, hits: number): Note => ({
  about: "inject",
  text: `${injectionText(injection)} struck ${hits === 1 ? "once" : `${hits} times`}; each is in the log of the step that met it`,
});

/**
 * When a release of this environment is recorded as pending; of any where the job has none, or one of its own for reviewers, in
 * which nothing was ever released.
 */
function whenPending(store: Store, environment: string | undefined, over: AbortSignal): AbortSignal {
  const own = `${environment === undefined ? "" : `-${environment}`}-head`;
  const gone = new AbortController();
  const end = store.subscribe("configmaps", ({ object }) => {
    const { name } = object.metadata;
    if (!name.endsWith("-head") || !JSON.stringify(object["data"] ?? {}).includes("pending")) return;
    const isOthers = store.list("configmaps").some(({ metadata }) => metadata.name.endsWith(own));
    if (!name.endsWith(own) && isOthers) return;
    end();
    gone.abort();
  });
  // what others release later is not the job's
  over.addEventListener("abort", end, { once: true });
  return gone.signal;
}

/** A Kubernetes API whose pods are processes of this machine. */
export async function startStandInCluster(options: StandInClusterOptions): Promise<StandInCluster> {
  const { folder, machine, locate, images, injections } = options;
  const strikes = new Strikes(injections);
  let services: LoopbackServices | undefined;
  const runtime = new ProcessRuntime({
    folder,
    machine,
    locate,
    standIns: new ImageStandIns(images),
    rewrite: async (pod, value) => (await services?.rewrite(pod.metadata.namespace ?? "default", value)) ?? value,
    tamper: strikes.tamper,
    remark: options.remark,
  });
  const cluster = await startCluster({
    controllers: (store) => {
      services = new LoopbackServices({
        service: (namespace, name) => store.get("services", namespace, name),
        backends: (namespace, service) => readyPods(store, namespace, service),
        dial: (pod, port) => runtime.dial(pod, port),
        portNumber,
      });
      // restarts come sooner than a real kubelet's, so that a crash is told within a rehearsal's patience
      return startControllers(store, {
        runtime,
        backOff: { first: 1_000, most: 10_000 },
        utilisation: () => idle,
        ingressAddress: "127.0.0.1",
        ...(injections.some(({ kind }) => kind === "unready") ? { progressPatience: patience } : {}),
      });
    },
  });
  cluster.store.create("storageclasses.storage.k8s.io", storageClass);
  const troubles = new Map<Injection, readonly FaultHandle[]>();
  const hitsOf = (injection: Injection) => (troubles.get(injection) ?? []).reduce((sum, { hits }) => sum + hits, 0);
  const opened = services;
  if (!opened) throw new Error("the cluster started without its controllers");
  return {
    cluster,
    services: opened,
    missed: () => strikes.missed.filter((injection) => hitsOf(injection) === 0),
    struck: () =>
      [...troubles.keys()]
        .filter((injection) => hitsOf(injection) > 0)
        .map((injection) => apiNote(injection, hitsOf(injection))),
    unfinished: () => unfinished(cluster.store.list("configmaps")),
    lost: (job, environment, over) => {
      const kill = injections.find((injection) => injection.kind === "kill" && injection.job === job);
      if (!kill || !strikes.armed) return undefined;
      const gone = whenPending(cluster.store, environment, over);
      gone.addEventListener("abort", () => strikes.strike(kill), { once: true });
      return gone;
    },
    arm: () => {
      strikes.arm();
      for (const injection of injections) {
        if (injection.kind !== "api") continue;
        troubles.set(injection, troubleApi(cluster, injection.how));
      }
    },
    stop: async () => {
      await cluster.stop();
      runtime.end();
      opened.stop();
    },
  };
}
