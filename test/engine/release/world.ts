import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessObjects, type Kind } from "../../../src/release/access/role.ts";
import type { Access } from "../../../src/release/kube/proxy.ts";
import { type Clients, clients } from "../clients.ts";
import { type App, type AppOptions, openApp } from "./app.ts";
import { deployerOf } from "./deployer.ts";
import { type Image, resolveImage } from "./image.ts";

/** A namespace of the real cluster in which a deployer has the smallest Role for these kinds, and nothing else. */
export interface World extends AsyncDisposable {
  readonly namespace: string;
  readonly engine: Clients["engine"];
  /** the probe's */
  readonly image: Image;
  readonly imageOf: (reference: string) => Promise<Image>;
  /** the deployer's */
  readonly access: Access;
  readonly folder: string;
  /** an app of this name; each has its own lease, records and log */
  readonly app: (name: string, more?: Partial<Pick<AppOptions, "requestMs" | "timing">>) => Promise<App>;
  /** as an administrator, in the namespace */
  readonly kubectl: (args: readonly string[], input?: unknown) => Promise<string>;
}

export interface WorldOptions {
  readonly kinds?: readonly Kind[];
  /** of the namespace */
  readonly labels?: Readonly<Record<string, string>>;
  /** an administrator deploys: for what the smallest Role refuses on purpose */
  readonly administrator?: true;
}

export const deployer = (namespace: string): string => `system:serviceaccount:${namespace}:ci-deployer`;

const workloads: readonly Kind[] = [
  ...["Deployment", "StatefulSet", "DaemonSet"].map((kind) => ({ apiVersion: "apps/v1", kind })),
  ...["Service", "ConfigMap", "Secret", "PersistentVolumeClaim"].map((kind) => ({ apiVersion: "v1", kind })),
  { apiVersion: "batch/v1", kind: "Job" },
  { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
];

export async function startWorld(name: string, options: WorldOptions = {}): Promise<World> {
  const on = clients();
  // its own each time: a namespace that was deleted takes its time to go
  const namespace = `release-${name}-${randomUUID().slice(0, 8)}`;
  const folder = await mkdtemp(join(tmpdir(), "tidegate-release-"));
  const kubectl = (args: readonly string[], input?: unknown) => on.kubectl(["-n", namespace, ...args], input);
  const metadata = { name: namespace, labels: options.labels ?? {} };
  await on.kubectl(["create", "-f", "-"], { apiVersion: "v1", kind: "Namespace", metadata });
  const items = accessObjects({ app: name, environment: "engine" }, [namespace], options.kinds ?? workloads);
  await kubectl(["create", "-f", "-"], { apiVersion: "v1", kind: "List", items });
  const kubeconfig = options.administrator ? on.engine.kubeconfig : join(folder, "kubeconfig");
  if (options.administrator === undefined) await writeFile(kubeconfig, await deployerOf(namespace), { mode: 0o600 });
  const access = { kubectl: "kubectl", kubeconfig, env: on.env };
  const imageOf = (image: string) => resolveImage(image, on.engine.registry);
  const image = await imageOf(on.engine.images.probe);
  const apps: App[] = [];
  return {
    namespace,
    engine: on.engine,
    image,
    imageOf,
    access,
    folder,
    kubectl,
    app: async (app, more) => {
      const opened = await openApp({ name: app, namespace, access, folder, image, ...more });
      apps.push(opened);
      return opened;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(apps.map((app) => app.close()));
      await on.kubectl(["delete", "namespace", namespace, "--wait=false"]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
