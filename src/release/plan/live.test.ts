import { expect, test } from "vitest";
import type { Kube, Listing } from "../kube/kube.ts";
import { type KubeObject, keyOf, type Ref } from "../kube/object.ts";
import { readLive } from "./live.ts";

const object = (kind: string, name: string, namespace = "shop"): KubeObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace },
});
const refs = (kind: string, from: number, to: number): readonly Ref[] =>
  Array.from({ length: to - from }, (_, n) => ({
    apiVersion: "v1",
    kind,
    namespace: "shop",
    name: `${kind.toLowerCase()}-${from + n}`,
  }));

/** A cluster that lists ten at a time, and counts what it is asked. */
function cluster(held: readonly KubeObject[]) {
  const asked = { got: 0, pages: 0 };
  const kinds = new Set(held.map(({ kind }) => kind));
  const kube: Pick<Kube, "get" | "pages" | "find"> = {
    find: async (_, kind) => (kinds.has(kind) ? { plural: `${kind.toLowerCase()}s`, namespaced: true } : undefined),
    get: async (ref) => {
      asked.got += 1;
      return held.find((one) => one.kind === ref.kind && one.metadata.name === ref.name);
    },
    pages: async function* ({ kind }: Listing) {
      const items = held.filter((one) => one.kind === kind);
      for (let at = 0; at === 0 || at < items.length; at += 10) {
        asked.pages += 1;
        yield { items: items.slice(at, at + 10), version: "1" };
      }
    },
  };
  return { kube, asked };
}
const all = (kind: string, count: number) => refs(kind, 0, count).map(({ name }) => object(kind, name));
const keys = (found: ReadonlyMap<string, KubeObject>) => [...found.keys()].sort();

test("many of a kind are listed, and what the list does not have is not there", async () => {
  const { kube, asked } = cluster(all("ConfigMap", 25));
  const wanted = refs("ConfigMap", 5, 30);
  expect(keys(await readLive(kube, wanted))).toEqual(refs("ConfigMap", 5, 25).map(keyOf).sort());
  expect(asked).toEqual({ got: 0, pages: 3 });
});

test("a few are asked for one by one, and so are Secrets, however many: others' are none of our business", async () => {
  const { kube, asked } = cluster([...all("Service", 40), ...all("Secret", 40)]);
  expect(keys(await readLive(kube, [...refs("Service", 0, 9), ...refs("Secret", 0, 12)]))).toHaveLength(21);
  expect(asked).toEqual({ got: 21, pages: 0 });
});

test("where others have far more, the list is given up, and what was not yet seen is asked for", async () => {
  const { kube, asked } = cluster(all("ConfigMap", 1_000));
  const wanted = [...refs("ConfigMap", 15, 20), ...refs("ConfigMap", 990, 1_005)];
  expect(keys(await readLive(kube, wanted))).toEqual(
    [...refs("ConfigMap", 15, 20), ...refs("ConfigMap", 990, 1_000)].map(keyOf).sort(),
  );
  expect(asked).toEqual({ got: 15, pages: 5 });
});

test("of a kind that the cluster does not know there is nothing", async () => {
  const { kube, asked } = cluster([]);
  expect(keys(await readLive(kube, refs("Widget", 0, 20)))).toEqual([]);
  expect(asked).toEqual({ got: 0, pages: 0 });
});
