import { at, objectsAt, textAt } from "../json/json.ts";
import type { Ref } from "./object.ts";
import type { Ask, Reply } from "./session.ts";
import { unexpected } from "./session.ts";

/** How a kind is spoken to: its name in paths and whether it lives in a namespace. */
export interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The kinds nearly every bundle has; asking the server for them costs a request per group at each start. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1: {
    ConfigMap: "configmaps",
    Secret: "secrets",
    Service: "services",
    ServiceAccount: "serviceaccounts",
    Pod: "pods",
    PersistentVolumeClaim: "persistentvolumeclaims",
    Event: "events",
    ResourceQuota: "resourcequotas",
    LimitRange: "limitranges",
    Endpoints: "endpoints",
  },
  "apps/v1": {
    Deployment: "deployments",
    ReplicaSet: "replicasets",
    StatefulSet: "statefulsets",
    DaemonSet: "daemonsets",
    ControllerRevision: "controllerrevisions",
  },
  "batch/v1": { Job: "jobs", CronJob: "cronjobs" },
  "autoscaling/v2": { HorizontalPodAutoscaler: "horizontalpodautoscalers" },
  "policy/v1": { PodDisruptionBudget: "poddisruptionbudgets" },
  "networking.k8s.io/v1": { Ingress: "ingresses", NetworkPolicy: "networkpolicies" },
  "coordination.k8s.io/v1": { Lease: "leases" },
  "rbac.authorization.k8s.io/v1": { Role: "roles", RoleBinding: "rolebindings" },
  "discovery.k8s.io/v1": { EndpointSlice: "endpointslices" },
};

export type Find = (apiVersion: string, kind: string) => Promise<Resource | undefined>;

/** Looks a kind up: in the table above, else by asking the server once per group version. A miss is never kept. */
export function openResources(
  ask: (ask: Ask) => Promise<Reply>,
  found: Map<string, ReadonlyMap<string, Resource>> = new Map(),
): Find {
  const discover = async (apiVersion: string): Promise<ReadonlyMap<string, Resource>> => {
    const path = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const reply = await ask({ method: "GET", path });
    if (!reply.ok) {
      if (reply.failure.code === 404) return new Map();
      throw unexpected(`asking which kinds ${apiVersion} has`, reply.failure);
    }
    const kinds = objectsAt(reply.body, "resources")
      .map((one) => ({
        kind: textAt(one, "kind") ?? "",
        plural: textAt(one, "name") ?? "",
        namespaced: at(one, "namespaced") === true,
      }))
      .filter(({ plural }) => plural !== "" && !plural.includes("/"));
    return new Map(kinds.map(({ kind, plural, namespaced }) => [kind, { plural, namespaced }]));
  };
  return async (apiVersion, kind) => {
    const plural = known[apiVersion]?.[kind];
    if (plural !== undefined) return { plural, namespaced: true };
    const held = found.get(apiVersion)?.get(kind);
    if (held !== undefined) return held;
    const fresh = await discover(apiVersion);
    found.set(apiVersion, fresh);
    return fresh.get(kind);
  };
}

export function pathOf(
  apiVersion: string,
  resource: Resource,
  namespace: string | undefined,
  name?: string,
  sub?: string,
): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  const tail = [name === undefined ? undefined : encodeURIComponent(name), sub].filter((one) => one !== undefined);
  return [`${root}${scope}/${resource.plural}`, ...tail].join("/");
}

export async function refPath(find: Find, ref: Ref, sub?: string): Promise<string | undefined> {
  const resource = await find(ref.apiVersion, ref.kind);
  return resource === undefined ? undefined : pathOf(ref.apiVersion, resource, ref.namespace, ref.name, sub);
}

/** The name in paths and in Roles. Kinds we do not know are named as Kubernetes itself guesses: in small letters, with an s. */
export function pluralOf(apiVersion: string, kind: string): string {
  const lower = kind.toLowerCase();
  return (
    known[apiVersion]?.[kind] ??
    (/(s|x|ch|sh)$/.test(lower) ? `${lower}es` : lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : `${lower}s`)
  );
}
