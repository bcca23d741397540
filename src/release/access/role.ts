import type { KubeObject } from "../kube/object.ts";
import { groupOf } from "../kube/object.ts";
import { pluralOf } from "../kube/resources.ts";
import { bound, serviceAccount } from "./account.ts";

/** Of a kind of the bundle: where it belongs and what it is called. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Why: shown as a comment in the generated file, and in docs/access.md. */
  readonly reason: string;
}

const objects = ["get", "list", "create", "patch", "delete"];
/** Kinds whose state is followed until it is ready. */
const followed = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Job",
  "Pod",
  "PersistentVolumeClaim",
  "HorizontalPodAutoscaler",
  "PodDisruptionBudget",
  "Ingress",
]);
/** Never pruned, so never to be deleted. */
const keptKinds = new Set(["PersistentVolumeClaim"]);

/**
 * The smallest Role that a deploy, a smoke test and a rollback of this bundle need, in one namespace. It names no right
 * over Roles, so it cannot widen itself, and none over Secrets where the bundle holds none.
 */
export function smallestRules(
  kinds: readonly Kind[],
  options: { readonly state: boolean } = { state: true },
): readonly Rule[] {
  const own = distinct(kinds).map(({ apiVersion, kind }): Rule => {
    const verbs = [...objects, ...(followed.has(kind) ? ["watch"] : [])].filter(
      (verb) => verb !== "delete" || !keptKinds.has(kind),
    );
    return {
      apiGroups: [groupOf(apiVersion)],
      resources: [pluralOf(apiVersion, kind)],
      verbs,
      reason: `${kind}: applied, read back${followed.has(kind) ? ", followed until ready" : ""}${keptKinds.has(kind) ? "; never deleted" : ", pruned"}`,
    };
  });
  return merge([...own, ...(options.state ? bookkeeping : []), ...watching(kinds)]);
}

const bookkeeping: readonly Rule[] = [
  {
    apiGroups: [""],
    resources: ["configmaps"],
    verbs: ["get", "list", "create", "update", "delete"],
    reason: "the head and the records of releases",
  },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    verbs: ["get", "create", "update"],
    reason: "one deploy at a time",
  },
];

function watching(kinds: readonly Kind[]): readonly Rule[] {
  const stuck = kinds.some(({ kind }) => kind === "StatefulSet");
  return [
    {
      apiGroups: [""],
      resources: ["pods"],
      verbs: ["get", "list", "watch", ...(stuck ? ["delete"] : [])],
      reason: `pods: why a workload is not ready${stuck ? "; a pod stuck on an undone revision is deleted" : ""}`,
    },
    { apiGroups: [""], resources: ["pods/log"], verbs: ["get"], reason: "last lines of a container that failed" },
    {
      apiGroups: [""],
      resources: ["pods/portforward"],
      verbs: ["create", "get"],
      reason: "smoke checks reach the very pod (get: kubectl's WebSocket)",
    },
    { apiGroups: [""], resources: ["events"], verbs: ["list"], reason: "what the cluster says about it" },
    { apiGroups: [""], resources: ["services"], verbs: ["get"], reason: "which pods answer for a Service" },
  ];
}

/** One rule per resource, with every verb and every reason. */
function merge(rules: readonly Rule[]): readonly Rule[] {
  const merged = new Map<string, Rule>();
  for (const rule of rules) {
    const key = `${rule.apiGroups.join()} ${rule.resources.join()}`;
    const before = merged.get(key);
    merged.set(
      key,
      before === undefined
        ? rule
        : {
            ...rule,
            verbs: [...new Set([...before.verbs, ...rule.verbs])],
            reason: `${before.reason}; ${rule.reason}`,
          },
    );
  }
  const order = ["get", "list", "watch", "create", "update", "patch", "delete"];
  return [...merged.values()].map((rule) => ({
    ...rule,
    verbs: [...rule.verbs].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
  }));
}

function distinct(kinds: readonly Kind[]): readonly Kind[] {
  const byName = new Map(kinds.map((one) => [`${groupOf(one.apiVersion)}/${one.kind}`, one]));
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

const account = "ci-deployer";

/** Role, binding and service account for one app in one environment: what an administrator applies once per namespace. */
export function accessObjects(
  identity: { readonly app: string; readonly environment: string },
  namespaces: readonly string[],
  kinds: readonly Kind[],
): readonly KubeObject[] {
  const [state = "default"] = namespaces;
  const name = `${account}-${identity.app}-${identity.environment}`;
  return [
    serviceAccount(account, state),
    ...namespaces.flatMap((namespace) =>
      bound({
        name,
        namespace,
        rules: smallestRules(kinds, { state: namespace === state }),
        account: { name: account, namespace: state },
      }),
    ),
  ];
}
