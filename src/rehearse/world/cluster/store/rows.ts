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
  /** Always sorted. Most writes change an object and no key, so that sorting anew for each of them would be for nothing. */
  readonly keys: string[];
  /** In the order of the keys, until a write changes it. */
  sorted: readonly KubeObject[] | undefined;
}

export function rows(): Rows {
  const shelves = new Map<TypeName, Shelf>();
  const shelf = (type: TypeName): Shelf => {
    const known = shelves.get(type);
    if (known !== undefined) return known;
    const fresh: Shelf = { objects: new Map(), keys: [], sorted: [] };
    shelves.set(type, fresh);
    return fresh;
  };
  return {
    get: (type, namespace, name) => shelf(type).objects.get(keyOf(namespace, name)),
    all: (type) => {
      const here = shelf(type);
      here.sorted ??= here.keys.flatMap((key) => here.objects.get(key) ?? []);
      return here.sorted;
    },
    put: (type, object) => {
      const here = shelf(type);
      const key = keyOfObject(object);
      if (!here.objects.has(key)) here.keys.splice(placeOf(here.keys, key), 0, key);
      here.objects.set(key, object);
      here.sorted = undefined;
    },
    remove: (type, object) => {
      const here = shelf(type);
      const key = keyOfObject(object);
      if (here.objects.delete(key)) here.keys.splice(placeOf(here.keys, key), 1);
      here.sorted = undefined;
    },
  };
}

/** Where the key is in a sorted list, or belongs. */
function placeOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
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
