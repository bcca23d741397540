import { controllerOf, type KubeObject, type OwnerReference } from "../../object.ts";
import type { Store, TypeName } from "../../store/store.ts";
import { isTerminating } from "./pod.ts";
import type { Labels } from "./selector.ts";

export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? "",
    controller: true,
    blockOwnerDeletion: true,
  };
}

export const isControlledBy = (object: KubeObject, owner: KubeObject) =>
  controllerOf(object)?.uid === owner.metadata.uid;

/**
 * The objects of a type that belong to this owner. One that matches and belongs to nobody is adopted; one that
 * belongs to it and no longer matches is let go: so the controllers of Kubernetes claim their pods.
 */
export function claim(
  store: Store,
  type: TypeName,
  owner: KubeObject,
  matches: (labels: Labels) => boolean,
  manager: string,
): readonly KubeObject[] {
  const namespace = owner.metadata.namespace ?? "";
  const claimed: KubeObject[] = [];
  for (const object of store.list(type, { namespace })) {
    const controller = controllerOf(object);
    // others' are most of them: no need to ask whether they would fit
    if (controller !== undefined && controller.uid !== owner.metadata.uid) continue;
    const fits = matches(object.metadata.labels ?? {});
    if (controller !== undefined) {
      if (fits) claimed.push(object);
      else if (!isTerminating(owner)) setOwners(store, type, object, manager, withoutOwner(object, owner));
    } else if (fits && !isTerminating(owner) && !isTerminating(object)) {
      const owners = [...(object.metadata.ownerReferences ?? []), controllerReference(owner)];
      claimed.push(setOwners(store, type, object, manager, owners));
    }
  }
  return claimed;
}

const withoutOwner = (object: KubeObject, owner: KubeObject) =>
  (object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== owner.metadata.uid);

function setOwners(
  store: Store,
  type: TypeName,
  object: KubeObject,
  manager: string,
  ownerReferences: readonly OwnerReference[],
): KubeObject {
  const { namespace = "", name } = object.metadata;
  return store.modify(
    type,
    namespace,
    name,
    (current) => ({ ...current, metadata: { ...current.metadata, ownerReferences } }),
    { manager },
  );
}
