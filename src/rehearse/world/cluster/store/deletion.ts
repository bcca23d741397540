import { timestamp } from "../clock.ts";
import { at, put } from "../json/path.ts";
import { listOr, numberOr, stringOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";
import { conflict, notFound } from "../status/refusals.ts";
import { type ResourceType, typeName } from "../types/resource-type.ts";
import type { Ground } from "./ground.ts";
import { systemUser } from "./identity.ts";
import type { Deleted, DeleteOptions, Propagation } from "./store.ts";

export function remove(
  ground: Ground,
  type: ResourceType,
  namespace: string,
  name: string,
  options: DeleteOptions,
): Deleted {
  const current = ground.rows.get(typeName(type), namespace, name);
  if (current === undefined) throw notFound(type, name);
  refuseOther(type, current, options);
  ground.admit({
    operation: "DELETE",
    type: typeName(type),
    namespace,
    name,
    subresource: "",
    old: current,
    user: options.user ?? systemUser,
    dryRun: options.dryRun === true,
  });
  const grace = graceOf(type, current, options.gracePeriodSeconds);
  const finalizers = finalizersFor(current, options.propagation);
  const dying = marked(ground, type, withFinalizers(current, finalizers), grace);
  const gone = finished(type, dying);
  if (options.dryRun) return { object: dying, gone };
  if (gone) return { object: ground.commit("DELETED", typeName(type), current, current), gone };
  if (dying === current) return { object: current, gone };
  return { object: ground.commit("MODIFIED", typeName(type), dying, current), gone };
}

/** Being deleted, and nothing holds it any more. */
export function finished(type: ResourceType, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0 || deletionGracePeriodSeconds > 0) return false;
  return typeName(type) !== "namespaces" || listOr(at(object, "spec", "finalizers")).length === 0;
}

function refuseOther(type: ResourceType, current: KubeObject, options: DeleteOptions): void {
  const { name, uid, resourceVersion } = current.metadata;
  // Here alone a conflict names the kind.
  const byKind = { group: type.group, resource: type.kind };
  if (options.uid !== undefined && options.uid !== uid)
    throw conflict(
      byKind,
      name,
      `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion)
    throw conflict(
      byKind,
      name,
      `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
}

/** Only pods die gracefully; one that never ran, or has ended, has nothing to be graceful about. */
function graceOf(type: ResourceType, current: KubeObject, asked: number | undefined): number {
  if (typeName(type) !== "pods") return 0;
  const phase = stringOr(at(current, "status", "phase"));
  if (stringOr(at(current, "spec", "nodeName"), "") === "" || phase === "Succeeded" || phase === "Failed") return 0;
  const own = asked ?? numberOr(at(current, "spec", "terminationGracePeriodSeconds"), 30);
  const running = current.metadata.deletionGracePeriodSeconds;
  return running === undefined ? own : Math.min(own, running);
}

const propagators = ["orphan", "foregroundDeletion"];

function finalizersFor(current: KubeObject, propagation: Propagation | undefined): readonly string[] {
  const own = current.metadata.finalizers ?? [];
  if (propagation === undefined) return own;
  const others = own.filter((finalizer) => !propagators.includes(finalizer));
  if (propagation === "Orphan") return [...others, "orphan"];
  if (propagation === "Foreground") return [...others, "foregroundDeletion"];
  return others;
}

function withFinalizers(current: KubeObject, finalizers: readonly string[]): KubeObject {
  const own = current.metadata.finalizers ?? [];
  if (own.length === finalizers.length && own.every((finalizer, i) => finalizer === finalizers[i])) return current;
  return put(current, ["metadata", "finalizers"], finalizers.length === 0 ? undefined : finalizers);
}

/** With the time by which it should be gone. Marking twice changes nothing unless the grace gets shorter. */
function marked(ground: Ground, type: ResourceType, object: KubeObject, grace: number): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = object.metadata;
  if (deletionTimestamp !== undefined && grace >= (deletionGracePeriodSeconds ?? 0)) return object;
  const due = { ...ground.clock, now: () => ground.clock.now() + grace * 1000 };
  const dying = {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: timestamp(due),
      deletionGracePeriodSeconds: grace,
      ...(generation === undefined || deletionTimestamp !== undefined ? {} : { generation: generation + 1 }),
    },
  };
  return typeName(type) === "namespaces" ? put(dying, ["status", "phase"], "Terminating") : dying;
}
