import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { Cluster } from "./cluster/cluster.ts";
import { startControllers } from "./cluster/controllers/controllers.ts";
import { at } from "./cluster/json/path.ts";
import { objectsOf, stringOr } from "./cluster/json/value.ts";
import type { KubeObject } from "./cluster/object.ts";
import { startCluster } from "./cluster/start.ts";
import type { Store } from "./cluster/store/store.ts";
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

// where package managers find their registry; resolved beforehand, for steps have an empty HOME
const passedOn =
  /^(LANG|LC_ALL|TZ|npm_config_registry|npm_config_cafile|NPM_CONFIG_REGISTRY|NPM_CONFIG_CAFILE|PIP_INDEX_URL|PIP_CERT|PIP_FIND_LINKS|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS)$/;

async function script(file: string, text: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

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
  const { folder } = options;
  const bin = join(folder, "bin");
  const home = join(folder, "home");
  for (const path of [bin, home, join(folder, "docker-config")]) await mkdir(path, { recursive: true });
  const registry = await startRegistry({ folder: join(folder, "registry") });
  await script(join(bin, "node"), `exec ${quoted(options.node)} "$@"`);
  await script(join(bin, "docker"), `exec ${quoted(options.node)} ${quoted(options.docker)} "$@"`);

  const inherited = Object.fromEntries(
    Object.entries(options.env).flatMap(([name, value]) =>
      passedOn.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
  const base = {
    ...inherited,
    HOME: home,
    PATH: [bin, dirname(options.node), options.env["PATH"] ?? ""].join(delimiter),
  };

  let services: LoopbackServices | undefined;
  const runtime = new ProcessRuntime({
    folder: join(folder, "pods"),
    machine: base,
    locate: (image) =>
      image.registry.startsWith("127.") || image.registry.startsWith("localhost")
        ? image
        : { ...image, registry: registry.address },
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
      return startControllers(store, { runtime, backOff: { first: 1_000, most: 10_000 } });
    },
  });
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
    },
    stop: async () => {
      await cluster.stop();
      runtime.end();
      opened.stop();
      await registry.stop();
    },
  };
}
