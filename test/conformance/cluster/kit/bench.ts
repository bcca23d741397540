import { expect } from "vitest";
import { type Answer, type Api, connect, type Query } from "./api.ts";
import { eventually } from "./eventually.ts";
import { text } from "./json.ts";
import type { Access } from "./kubeconfig.ts";
import { type Kubectl, kubectlWith } from "./kubectl.ts";

/** What a case works on: a cluster, and a namespace of its own in it. */
export interface Bench {
  readonly api: Api;
  readonly kubectl: Kubectl;
  readonly namespace: string;
  /** a folder for files, such as sockets */
  readonly home: string;
  /** the image whose containers do what their arguments say: `program/pod.mjs` */
  readonly image: string;
  /** `path("deployments", "web")` in → `/apis/apps/v1/namespaces/…/deployments/web` out */
  path(resource: Resource, name?: string, subresource?: string): string;
  /** creates and expects 201 */
  create(resource: Resource, object: object): Promise<unknown>;
  read(resource: Resource, name: string): Promise<unknown>;
  items(resource: Resource, query?: Query): Promise<readonly unknown[]>;
  /** reads until the expectation holds */
  until(resource: Resource, name: string, expectation: (object: unknown) => void): Promise<unknown>;
  /** tries until it no longer throws, as long as this cluster deserves */
  eventually<T>(attempt: () => Promise<T>): Promise<T>;
  /** called when the case is over, whatever its end */
  cleanup(action: () => unknown): void;
}

const groups = {
  configmaps: "/api/v1",
  secrets: "/api/v1",
  services: "/api/v1",
  endpoints: "/api/v1",
  pods: "/api/v1",
  events: "/api/v1",
  serviceaccounts: "/api/v1",
  resourcequotas: "/api/v1",
  persistentvolumeclaims: "/api/v1",
  deployments: "/apis/apps/v1",
  replicasets: "/apis/apps/v1",
  statefulsets: "/apis/apps/v1",
  daemonsets: "/apis/apps/v1",
  controllerrevisions: "/apis/apps/v1",
  jobs: "/apis/batch/v1",
  cronjobs: "/apis/batch/v1",
  leases: "/apis/coordination.k8s.io/v1",
  endpointslices: "/apis/discovery.k8s.io/v1",
  ingresses: "/apis/networking.k8s.io/v1",
  networkpolicies: "/apis/networking.k8s.io/v1",
  poddisruptionbudgets: "/apis/policy/v1",
  horizontalpodautoscalers: "/apis/autoscaling/v2",
  roles: "/apis/rbac.authorization.k8s.io/v1",
  rolebindings: "/apis/rbac.authorization.k8s.io/v1",
};
export type Resource = keyof typeof groups;

export function ok(answer: Answer, status: number): unknown {
  if (answer.status !== status)
    throw new Error(`expected ${status}, came ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

let count = 0;

export interface Cluster {
  readonly access: Access;
  readonly kubeconfig: string;
  /** PATH, by which kubectl is found */
  readonly path: string;
  readonly home: string;
  readonly image: string;
  /** Milliseconds after which something that should come about no longer will. */
  readonly patience: number;
}

export async function withBench(cluster: Cluster, run: (bench: Bench) => Promise<void>): Promise<void> {
  count += 1;
  const namespace = `case-${process.pid}-${Date.now().toString(36)}-${count}`;
  const api = connect(cluster.access);
  const cleanups: (() => unknown)[] = [];
  const path = (resource: Resource, name?: string, subresource?: string) =>
    [`${groups[resource]}/namespaces/${namespace}/${resource}`, name, subresource]
      .filter((part) => part !== undefined)
      .join("/");
  const read = async (resource: Resource, name: string) => ok(await api.get(path(resource, name)), 200);
  const bench: Bench = {
    api,
    kubectl: kubectlWith(cluster.kubeconfig, cluster.path, cluster.home, namespace),
    namespace,
    home: cluster.home,
    image: cluster.image,
    path,
    read,
    create: async (resource, object) => ok(await api.post(path(resource), object), 201),
    items: async (resource, query) => {
      const found = ok(await api.get(path(resource), query), 200);
      return expectList(found);
    },
    eventually: (attempt) => eventually(attempt, cluster.patience),
    until: (resource, name, expectation) =>
      bench.eventually(async () => {
        const object = await read(resource, name);
        expectation(object);
        return object;
      }),
    cleanup: (action) => void cleanups.push(action),
  };
  ok(
    await api.post("/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, labels: { "conformance.tidegate.github.io/case": "true" } },
    }),
    201,
  );
  try {
    // pods are refused until the controller has made it
    await bench.eventually(async () => text(await read("serviceaccounts", "default"), "metadata", "uid"));
    await run(bench);
  } finally {
    for (const action of cleanups.reverse()) await action();
    await api.delete(`/api/v1/namespaces/${namespace}`);
    api.close();
  }
}

function expectList(found: unknown): readonly unknown[] {
  expect(found).toMatchObject({ items: expect.any(Array) });
  const items: unknown = typeof found === "object" && found !== null && "items" in found ? found.items : undefined;
  return Array.isArray(items) ? items : [];
}
