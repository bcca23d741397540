import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rehearsal } from "../../config/index.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { provisioner } from "./cluster/controllers/claims/claims.ts";
import { startControllers } from "./cluster/controllers/controllers.ts";
import { at } from "./cluster/json/path.ts";
import { objectsOf, stringOr } from "./cluster/json/value.ts";
import type { KubeObject } from "./cluster/object.ts";
import { startCluster } from "./cluster/start.ts";
import type { Store } from "./cluster/store/store.ts";
import { prepareMachine } from "./machine.ts";
import { ImageStandIns } from "./pods/image-stand-in.ts";
import { ProcessRuntime } from "./pods/process-runtime.ts";
import { LoopbackServices } from "./pods/services.ts";
import { type Registry, startRegistry } from "./registry/server.ts";

export interface WorldOptions {
  /** everything the world keeps lives here */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the Node that runs this */
  readonly node: string;
  /** the stand-in `docker`'s entry */
  readonly docker: string;
  /** kept between rehearsals; nothing is where it is absent */
  readonly cache?: string;
  /** images that the pipeline does not build, and what runs instead */
  readonly images?: Pick<Rehearsal, "standIns" | "containers">;
}

/** Everything outside of the workflow: a registry, a cluster whose pods are processes, tools on a PATH. */
export interface World {
  readonly registry: Registry;
  readonly cluster: Cluster;
  readonly kubeconfig: string;
  /** what steps get of this machine, and nothing else of its environment */
  readonly machine: Readonly<Record<string, string>>;
  readonly services: LoopbackServices;
  stop(): Promise<void>;
}

/** Percent of the CPU a pod asked for: nobody uses the shop of a rehearsal, so nothing scales by itself. */
const idle = 10;

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

export async function startWorld(options: WorldOptions): Promise<World> {
  const { folder, cache } = options;
  const scratch = join(folder, "scratch");
  for (const path of [join(folder, "docker-config"), scratch]) await mkdir(path, { recursive: true });
  const registry = await startRegistry({ folder: join(folder, "registry") });
  const base = await prepareMachine({
    folder,
    env: options.env,
    node: options.node,
    docker: options.docker,
    ...(cache === undefined ? {} : { cache }),
  });

  let services: LoopbackServices | undefined;
  const runtime = new ProcessRuntime({
    folder: join(folder, "pods"),
    machine: base,
    locate: (image) =>
      image.registry.startsWith("127.") || image.registry.startsWith("localhost")
        ? image
        : { ...image, registry: registry.address },
    standIns: new ImageStandIns(options.images ?? {}),
    rewrite: async (pod, value) => (await services?.rewrite(pod.metadata.namespace ?? "default", value)) ?? value,
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
      });
    },
  });
  cluster.store.create("storageclasses.storage.k8s.io", storageClass);
  const opened = services;
  if (!opened) throw new Error("the cluster started without its controllers");
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  return {
    registry,
    cluster,
    kubeconfig,
    services: opened,
    machine: {
      ...base,
      KUBECONFIG: kubeconfig,
      DOCKER_CONFIG: join(folder, "docker-config"),
      // whatever speaks to a Docker engine by itself finds none, never the user's
      DOCKER_HOST: "unix:///dev/null",
      TIDEGATE_REHEARSAL_REGISTRY: registry.address,
      TIDEGATE_REHEARSAL_SCRATCH: scratch,
      ...(cache === undefined ? {} : { TIDEGATE_REHEARSAL_CACHE: cache }),
    },
    stop: async () => {
      await cluster.stop();
      runtime.end();
      opened.stop();
      await registry.stop();
    },
  };
}
