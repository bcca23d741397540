import type { KubeObject } from "../object.ts";
import type { ListOptions, TypeName } from "./store.ts";

/** The objects of now, by type and key. Listed in the order of keys, as etcd does. */
export interface Rows {
  get(type: TypeName, namespace: string, name: string): KubeObject | undefined;
  all(type: TypeName): readonly KubeObject[];
  put(type: TypeName, object: KubeObject): void;
  remove(type: TypeName, object: KubeObject): void;
}

export const keyOf = (namespace: string, name: string) => `${namespace}/${name}`;

export const keyOfObject = (object: KubeObject) => keyOf(object.metadata.namespace ?? "", object.metadata.name);

interface Shelf {
  readonly objects: Map<string, KubeObject>;
  /** Sorted, until a write changes it. */
  sorted: readonly KubeObject[] | undefined;
}

export function rows(): Rows {
  const shelves = new Map<TypeName, Shelf>();
  const shelf = (type: TypeName): Shelf => {
    const known = shelves.get(type);
    if (known !== undefined) return known;
    const fresh: Shelf = { objects: new Map(), sorted: [] };
    shelves.set(type, fresh);
    return fresh;
  };
  return {
    get: (type, namespace, name) => shelf(type).objects.get(keyOf(namespace, name)),
    all: (type) => {
      const here = shelf(type);
      here.sorted ??= sortByKey([...here.objects.values()]);
      return here.sorted;
    },
    put: (type, object) => {
      const here = shelf(type);
      here.objects.set(keyOfObject(object), object);
      here.sorted = undefined;
    },
    remove: (type, object) => {
      const here = shelf(type);
      here.objects.delete(keyOfObject(object));
      here.sorted = undefined;
    },
  };
}

export function sortByKey(objects: KubeObject[]): readonly KubeObject[] {
  const keyed = objects.map((object) => ({ key: keyOfObject(object), object }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map((entry) => entry.object);
}

export function chosen(objects: readonly KubeObject[], options: ListOptions): readonly KubeObject[] {
  const { namespace, labels, where } = options;
  if (namespace === undefined && labels === undefined && where === undefined) return objects;
  return objects.filter(
    (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (labels === undefined || labels(object.metadata.labels ?? {})) &&
      (where === undefined || where(object)),
  );
}
