import { equal } from "../../json/equal.ts";
import { at } from "../../json/path.ts";
import { type Json, numberOr, objectOr, stringsOf } from "../../json/value.ts";
import type { KubeObject } from "../../object.ts";
import type { Store } from "../../store/store.ts";
import { unlessRefused } from "../work/attempt.ts";
import { controllerManager } from "../work/status.ts";
import { controllerReference, isControlledBy } from "../workload/owner.ts";
import { hashOf } from "../workload/template.ts";

const type = "controllerrevisions.apps";

/** The label by which a pod says which template it was made from. */
export const revisionLabel = "controller-revision-hash";

const numberOf = (revision: KubeObject) => numberOr(revision["revision"], 0);

/** The templates a StatefulSet or DaemonSet has had, oldest first. */
export function revisionsOf(store: Store, owner: KubeObject): readonly KubeObject[] {
  return store
    .list(type, { namespace: owner.metadata.namespace ?? "", where: (revision) => isControlledBy(revision, owner) })
    .toSorted((a, b) => numberOf(a) - numberOf(b));
}

const content = (template: Json | undefined) => ({ spec: { template: { ...objectOr(template), $patch: "replace" } } });

/** The revision of the present template: made when new, renumbered when an old template came back. */
export function presentRevision(store: Store, owner: KubeObject): KubeObject {
  const template = at(owner, "spec", "template");
  const known = revisionsOf(store, owner);
  const next = known.reduce((most, revision) => Math.max(most, numberOf(revision)), 0) + 1;
  const found = known.findLast((revision) => equal(revision["data"], content(template)));
  const { name, namespace = "" } = owner.metadata;
  if (found !== undefined) {
    if (numberOf(found) === next - 1) return found;
    return store.modify(type, namespace, found.metadata.name, (current) => ({ ...current, revision: next }), {
      manager: controllerManager,
    });
  }
  const hash = hashOf(template);
  return store.create(
    type,
    {
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels: { ...stringsOf(at(template, "metadata", "labels")), "controller.kubernetes.io/hash": hash },
        ownerReferences: [controllerReference(owner)],
      },
      data: content(template),
      revision: next,
    },
    { manager: controllerManager },
  );
}

/** The template a revision holds. */
export const templateOf = (revision: KubeObject): Json | undefined => at(revision, "data", "spec", "template");

/** Drops the oldest that nobody uses. */
export function pruneRevisions(store: Store, owner: KubeObject, used: ReadonlySet<string>): void {
  const limit = numberOr(at(owner, "spec", "revisionHistoryLimit"), 10);
  const idle = revisionsOf(store, owner).filter((revision) => !used.has(revision.metadata.name));
  for (const revision of idle.slice(0, Math.max(0, idle.length - limit)))
    unlessRefused(() => store.delete(type, revision.metadata.namespace ?? "", revision.metadata.name), "NotFound");
}
