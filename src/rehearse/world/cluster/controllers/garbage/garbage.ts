import type { Clock } from "../../clock.ts";
import type { KubeObject, OwnerReference } from "../../object.ts";
import type { Store, StoreEvent, TypeName } from "../../store/store.ts";
import { typeName } from "../../types/resource-type.ts";
import { unlessRefused } from "../work/attempt.ts";
import type { Unexpected } from "../work/run.ts";
import { controllerManager } from "../work/status.ts";
import { isTerminating } from "../workload/pod.ts";

interface Kept {
  readonly type: TypeName;
  readonly object: KubeObject;
}

/**
 * Collects what lost its owners: on its own graph of who owns what, made from every change. Deletion in the foreground
 * waits for dependents that block; `orphan` lets go of them.
 */
export function garbageCollector(store: Store, clock: Clock, unexpected: Unexpected): { stop(): void } {
  /** By uid of the owner: who refers to it. */
  const dependents = new Map<string, Map<string, Kept>>();
  const known = new Map<string, Kept>();
  const suspects = new Set<string>();
  let cancel: (() => void) | undefined;

  const look = (uid: string) => {
    suspects.add(uid);
    cancel ??= clock.after(0, work);
  };

  const seen = ({ action, object, previous, type }: StoreEvent) => {
    if (type === "events") return;
    const uid = object.metadata.uid ?? "";
    for (const owner of previous?.metadata.ownerReferences ?? []) {
      dependents.get(owner.uid)?.delete(uid);
      look(owner.uid);
    }
    if (action === "DELETED") {
      known.delete(uid);
      for (const owner of object.metadata.ownerReferences ?? []) {
        dependents.get(owner.uid)?.delete(uid);
        look(owner.uid);
      }
      for (const dependent of dependents.get(uid)?.keys() ?? []) look(dependent);
      dependents.delete(uid);
      return;
    }
    const kept = { type, object };
    known.set(uid, kept);
    for (const owner of object.metadata.ownerReferences ?? []) {
      const own = dependents.get(owner.uid) ?? new Map<string, Kept>();
      dependents.set(owner.uid, own.set(uid, kept));
      look(owner.uid);
    }
    if (object.metadata.ownerReferences !== undefined || isTerminating(object)) look(uid);
  };

  const work = () => {
    cancel = undefined;
    const batch = [...suspects];
    suspects.clear();
    for (const uid of batch) {
      const kept = known.get(uid);
      if (kept === undefined) continue;
      try {
        collect(store, kept, [...(dependents.get(uid)?.values() ?? [])]);
      } catch (error) {
        unexpected(error, `garbage collector at ${kept.type} ${kept.object.metadata.name}`);
      }
    }
  };

  const unsubscribe = store.subscribe("*", seen);
  for (const type of new Set(store.types.all().map(typeName)))
    for (const object of store.list(type)) seen({ action: "ADDED", type, version: 0, object });
  return {
    stop: () => {
      unsubscribe();
      cancel?.();
    },
  };
}

function collect(store: Store, { type, object }: Kept, dependents: readonly Kept[]): void {
  const { namespace = "", name, uid, finalizers = [], ownerReferences = [] } = object.metadata;
  if (isTerminating(object)) {
    if (finalizers.includes("orphan")) orphan(store, object, dependents);
    if (finalizers.includes("foregroundDeletion")) foreground(store, { type, object }, dependents);
    return;
  }
  if (ownerReferences.length === 0) return;
  const owners = ownerReferences.map((reference) => ({ reference, owner: find(store, reference, namespace) }));
  const solid = owners.filter(({ owner }) => owner !== undefined && !isWaiting(owner));
  const waiting = owners.filter(({ owner }) => owner !== undefined && isWaiting(owner));
  if (solid.length > 0) {
    if (solid.length === owners.length) return;
    const kept = new Set(solid.map(({ reference }) => reference.uid));
    store.modify(
      type,
      namespace,
      name,
      (current) => ({
        ...current,
        metadata: { ...current.metadata, ownerReferences: ownerReferences.filter((one) => kept.has(one.uid)) },
      }),
      { manager: controllerManager },
    );
    return;
  }
  const propagation = waiting.length > 0 && dependents.length > 0 ? "Foreground" : undefined;
  unlessRefused(
    () =>
      store.delete(type, namespace, name, {
        ...(uid === undefined ? {} : { uid }),
        ...(propagation === undefined ? {} : { propagation }),
      }),
    "NotFound",
    "Conflict",
  );
}

/** An owner that is itself being deleted in the foreground no longer keeps what it owns. */
const isWaiting = (owner: KubeObject) =>
  isTerminating(owner) && (owner.metadata.finalizers ?? []).includes("foregroundDeletion");

function find(store: Store, reference: OwnerReference, namespace: string): KubeObject | undefined {
  const type = store.types.ofKind(reference.apiVersion, reference.kind);
  if (type === undefined) return undefined;
  const found = store.get(typeName(type), type.namespaced ? namespace : "", reference.name);
  return found?.metadata.uid === reference.uid ? found : undefined;
}

function orphan(store: Store, owner: KubeObject, dependents: readonly Kept[]): void {
  for (const kept of dependents)
    changeMetadata(store, kept, ({ ownerReferences = [] }) => ({
      ownerReferences: ownerReferences.filter(({ uid }) => uid !== owner.metadata.uid),
    }));
  letGo(store, owner, "orphan");
}

function foreground(store: Store, { type, object }: Kept, dependents: readonly Kept[]): void {
  const blocking = dependents.filter((dependent) =>
    dependent.object.metadata.ownerReferences?.some(
      (reference) => reference.uid === object.metadata.uid && reference.blockOwnerDeletion === true,
    ),
  );
  for (const dependent of dependents) {
    if (isTerminating(dependent.object)) continue;
    const { namespace = "", name } = dependent.object.metadata;
    unlessRefused(() => store.delete(dependent.type, namespace, name, { propagation: "Foreground" }), "NotFound");
  }
  if (blocking.length === 0) letGo(store, object, "foregroundDeletion", type);
}

function letGo(store: Store, object: KubeObject, finalizer: string, type = typeOf(store, object)): void {
  if (type === undefined) return;
  changeMetadata(store, { type, object }, ({ finalizers = [] }) => ({
    finalizers: finalizers.filter((one) => one !== finalizer),
  }));
}

/** Of an object that may be gone already. */
function changeMetadata(
  store: Store,
  { type, object }: Kept,
  change: (metadata: KubeObject["metadata"]) => Partial<KubeObject["metadata"]>,
): void {
  const { namespace = "", name } = object.metadata;
  const changed = (current: KubeObject) => ({
    ...current,
    metadata: { ...current.metadata, ...change(current.metadata) },
  });
  unlessRefused(() => store.modify(type, namespace, name, changed, { manager: controllerManager }), "NotFound");
}

function typeOf(store: Store, object: KubeObject): TypeName | undefined {
  const found = store.types.ofKind(object.apiVersion, object.kind);
  return found === undefined ? undefined : typeName(found);
}
