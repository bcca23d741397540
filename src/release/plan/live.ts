import type { Kube } from "../kube/kube.ts";
import { type KubeObject, keyOf, type Ref, refOf } from "../kube/object.ts";
import { inParallel } from "../parallel.ts";

type Reader = Pick<Kube, "get" | "pages" | "find">;

/** From so many objects of one kind in one namespace on, a list costs less than asking for each. */
const many = 10;

/**
 * What there is of these, by key: many of a kind by lists of a hundred, the rest one by one. Everything of the kind is
 * listed, not only what carries our labels, because what is to be adopted has none. A namespace that is full of others'
 * objects is not read to its end; others' Secrets are not read at all.
 */
export async function readLive(kube: Reader, refs: readonly Ref[]): Promise<ReadonlyMap<string, KubeObject>> {
  const found = new Map<string, KubeObject>();
  const single: Ref[] = [];
  for (const group of byKind(refs)) {
    const [first] = group;
    if (first === undefined || group.length < many || first.kind === "Secret") single.push(...group);
    // of a kind that the cluster does not know (any more) there is nothing
    else if ((await kube.find(first.apiVersion, first.kind)) !== undefined)
      single.push(...(await listed(kube, first, group, found)));
  }
  await inParallel(single, 8, async (ref) => {
    const live = await kube.get(ref);
    if (live !== undefined) found.set(keyOf(ref), live);
  });
  return found;
}

/** Those of which the list did not tell whether they are there. */
async function listed(
  kube: Reader,
  { apiVersion, kind, namespace }: Ref,
  group: readonly Ref[],
  found: Map<string, KubeObject>,
): Promise<readonly Ref[]> {
  const wanted = new Set(group.map(keyOf));
  let others = 0;
  for await (const { items } of kube.pages({ apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) })) {
    for (const item of items) {
      const key = keyOf(refOf(item));
      if (wanted.has(key)) found.set(key, item);
      else others += 1;
    }
    if (others > 2 * group.length) return group.filter((ref) => !found.has(keyOf(ref)));
  }
  return [];
}

function byKind(refs: readonly Ref[]): readonly (readonly Ref[])[] {
  const groups = new Map<string, Ref[]>();
  for (const ref of refs) {
    const key = `${ref.apiVersion} ${ref.kind} ${ref.namespace ?? ""}`;
    const group = groups.get(key) ?? [];
    group.push(ref);
    groups.set(key, group);
  }
  return [...groups.values()];
}
