import { at } from "../../json/path.ts";
import { type JsonObject, objectOr, objectsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Store, StoreEvent } from "../../store/store.ts";
import { unlessRefused } from "../work/attempt.ts";
import { type Controller, type Desk, itself } from "../work/controller.ts";
import { type Key, keyOf } from "../work/key.ts";
import { controllerManager } from "../work/status.ts";
import { controllerReference } from "../workload/owner.ts";
import { isTerminating, nodeOf } from "../workload/pod.ts";
import { selectsLabels } from "../workload/selector.ts";
import { type Backend, type BackendPort, backendsOf } from "./backends.ts";

/** Keeps, for each Service with a selector, one EndpointSlice and the older Endpoints of the same content. */
export const endpoints: Controller = {
  name: "endpointslice-controller",
  watches: {
    services: itself,
    pods: (event, store) => servicesOf(event, store),
  },
  reconcile: (desk, key) => {
    const service = desk.store.get("services", key.namespace, key.name);
    if (service === undefined) {
      unlessRefused(() => desk.store.delete("endpoints", key.namespace, key.name), "NotFound");
      return undefined;
    }
    if (isTerminating(service) || Object.keys(objectOr(at(service, "spec", "selector"))).length === 0) return undefined;
    const backends = backendsOf(service, desk.store.list("pods", { namespace: key.namespace }));
    const ports = backends[0]?.ports ?? [];
    writeSlice(desk, service, backends, ports);
    writeEndpoints(desk, service, backends, ports);
    return undefined;
  },
};

function servicesOf(event: StoreEvent, store: Store): readonly Key[] {
  const now = event.object.metadata.labels ?? {};
  const before = event.previous?.metadata.labels ?? {};
  return store
    .list("services", {
      namespace: event.object.metadata.namespace ?? "",
      where: (service) => {
        const matches = selectsLabels(at(service, "spec", "selector"));
        return matches(now) || matches(before);
      },
    })
    .map(keyOf);
}

const targetRef = (pod: KubeObject): JsonObject => ({
  kind: "Pod",
  namespace: pod.metadata.namespace,
  name: pod.metadata.name,
  uid: pod.metadata.uid,
});

function writeSlice(
  { store }: Desk,
  service: KubeObject,
  backends: readonly Backend[],
  ports: readonly BackendPort[],
): void {
  const { name, namespace = "" } = service.metadata;
  const labels = {
    ...service.metadata.labels,
    "kubernetes.io/service-name": name,
    "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
  };
  const content = {
    addressType: "IPv4",
    ports: ports.map((port) => ({ ...port })),
    endpoints: backends.map(({ pod, ip, ready, terminating }) => ({
      addresses: [ip],
      conditions: { ready, serving: ready || terminating, terminating },
      targetRef: targetRef(pod),
      nodeName: nodeOf(pod),
    })),
  };
  const [existing] = store.list("endpointslices.discovery.k8s.io", {
    namespace,
    where: (slice) =>
      slice.metadata.labels?.["kubernetes.io/service-name"] === name &&
      slice.metadata.ownerReferences?.some((owner) => owner.uid === service.metadata.uid) === true,
  });
  const how = { manager: controllerManager };
  unlessRefused(
    () =>
      existing === undefined
        ? store.create(
            "endpointslices.discovery.k8s.io",
            {
              metadata: {
                generateName: `${name}-`,
                namespace,
                labels,
                ownerReferences: [controllerReference(service)],
              },
              ...content,
            },
            how,
          )
        : store.modify(
            "endpointslices.discovery.k8s.io",
            namespace,
            existing.metadata.name,
            (slice) => ({ ...slice, ...content }),
            how,
          ),
    "Forbidden",
    "NotFound",
  );
}

function writeEndpoints(
  { store }: Desk,
  service: KubeObject,
  backends: readonly Backend[],
  ports: readonly BackendPort[],
): void {
  const { name, namespace = "" } = service.metadata;
  const address = ({ pod, ip }: Backend) => ({ ip, nodeName: nodeOf(pod), targetRef: targetRef(pod) });
  const ready = backends.filter((backend) => backend.ready).map(address);
  const waiting = backends.filter((backend) => !backend.ready && !backend.terminating).map(address);
  const subset = {
    ...(ready.length === 0 ? {} : { addresses: ready }),
    ...(waiting.length === 0 ? {} : { notReadyAddresses: waiting }),
    ports: ports.map((port) => ({ ...port })),
  };
  const subsets = ready.length + waiting.length === 0 ? undefined : [subset];
  const body = subsets === undefined ? {} : { subsets };
  const how = { manager: controllerManager };
  unlessRefused(
    () => {
      const existing = store.get("endpoints", namespace, name);
      if (existing === undefined)
        return store.create(
          "endpoints",
          {
            metadata: {
              name,
              namespace,
              labels: { ...service.metadata.labels, "endpoints.kubernetes.io/managed-by": "endpoint-controller" },
            },
            ...body,
          },
          how,
        );
      if (objectsOf(existing["subsets"]).length === 0 && subsets === undefined) return existing;
      const { subsets: _, ...rest } = existing;
      return store.modify("endpoints", namespace, name, () => ({ ...rest, ...body }), how);
    },
    "Forbidden",
    "NotFound",
  );
}
