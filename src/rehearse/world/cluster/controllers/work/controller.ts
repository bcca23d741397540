import type { KubeObject } from "../../object.ts";
import type { Store, StoreEvent, TypeName } from "../../store/store.ts";
import type { Events } from "./events.ts";
import type { Key } from "./key.ts";

/** What a reconciler works with. Reads are of now: the store is synchronous, there is no cache to be stale. */
export interface Desk {
  readonly store: Store;
  readonly events: Events;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Looks at one object and does what is needed next; the answer is when to look again, if nothing changes before. */
export interface Controller {
  readonly name: string;
  /** For each type: whom a change concerns. */
  readonly watches: Readonly<Record<TypeName, (event: StoreEvent, store: Store) => readonly Key[]>>;
  readonly reconcile: (desk: Desk, key: Key) => Again;
}

/** Milliseconds, or undefined: only a change of an object wakes it. */
export type Again = number | undefined;

/** The sooner of two. */
export function sooner(a: Again, b: Again): Again {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}

export const itself = (event: StoreEvent): readonly Key[] => [
  { namespace: event.object.metadata.namespace ?? "", name: event.object.metadata.name },
];

/** The controller of an object, of now and of before, when it is of this kind. */
export function itsOwner(kind: string): (event: StoreEvent) => readonly Key[] {
  const ownersOf = (object: KubeObject | undefined): readonly Key[] =>
    (object?.metadata.ownerReferences ?? [])
      .filter((owner) => owner.controller === true && owner.kind === kind)
      .map((owner) => ({ namespace: object?.metadata.namespace ?? "", name: owner.name }));
  return (event) => {
    const now = ownersOf(event.object);
    const before = ownersOf(event.previous).filter((key) => !now.some((other) => other.name === key.name));
    return [...now, ...before];
  };
}
