import { put } from "../../json/path.ts";
import { objectOr } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import { typeName } from "../../types/resource-type.ts";
import { unlessRefused } from "../work/attempt.ts";
import { type Controller, itself } from "../work/controller.ts";
import { controllerManager } from "../work/status.ts";
import { stamp } from "../work/time.ts";
import { withCondition } from "../workload/condition.ts";
import { isTerminating } from "../workload/pod.ts";

/** Empties a namespace that is being deleted, and lets it go once nothing is left in it. */
export const namespaces: Controller = {
  name: "namespace-controller",
  watches: {
    namespaces: itself,
    "*": (event, store) => {
      if (event.action !== "DELETED") return [];
      const name = event.object.metadata.namespace;
      const namespace = name === undefined ? undefined : store.get("namespaces", "", name);
      return namespace !== undefined && isTerminating(namespace) ? [{ namespace: "", name: name ?? "" }] : [];
    },
  },
  reconcile: ({ store, now }, { name }) => {
    const namespace = store.get("namespaces", "", name);
    if (namespace === undefined || !isTerminating(namespace)) return undefined;
    const types = new Set(
      store.types
        .all()
        .filter((type) => type.namespaced && stored(type.verbs))
        .map(typeName),
    );
    const left: { readonly type: string; readonly object: KubeObject }[] = [];
    for (const type of types) {
      for (const object of store.list(type, { namespace: name }))
        if (!isTerminating(object))
          unlessRefused(
            () => store.delete(type, name, object.metadata.name, { propagation: "Background" }),
            "NotFound",
          );
      left.push(...store.list(type, { namespace: name }).map((object) => ({ type, object })));
    }
    if (left.length > 0) {
      const message = `Some resources are remaining: ${counted(left.map((one) => one.type))}`;
      const held = left.filter((one) => (one.object.metadata.finalizers ?? []).length > 0);
      store.modify(
        "namespaces",
        "",
        name,
        (current) => {
          const conditions = withCondition(
            objectOr(current["status"])["conditions"],
            { type: "NamespaceContentRemaining", status: "True", reason: "SomeResourcesRemain", message },
            stamp(now()),
          );
          const withHeld =
            held.length === 0
              ? conditions
              : withCondition(
                  conditions,
                  {
                    type: "NamespaceFinalizersRemaining",
                    status: "True",
                    reason: "SomeFinalizersRemain",
                    message: `Some content in the namespace has finalizers remaining: ${counted(held.flatMap((one) => one.object.metadata.finalizers ?? []))}`,
                  },
                  stamp(now()),
                );
          return put(current, ["status", "conditions"], withHeld);
        },
        { manager: controllerManager, subresource: "status" },
      );
      return undefined;
    }
    store.modify("namespaces", "", name, (current) => put(current, ["spec", "finalizers"], []), {
      manager: controllerManager,
      subresource: "finalize",
    });
    return undefined;
  },
};

/** Reviews and the like are answered, never kept. */
const stored = (verbs: readonly string[] | undefined) => verbs === undefined || verbs.includes("list");

/** `configmaps. has 2 resource instances` as Kubernetes counts them. */
function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} has ${count} resource instances`).join(", ");
}
