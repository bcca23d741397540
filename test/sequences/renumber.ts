/** The same cluster where runs have other numbers: every name, record, digest and holder says the new one. */
import * as v from "valibot";
import { releaseAnnotation } from "../../src/release/identity/marks.ts";
import { parseRecordName, recordName } from "../../src/release/identity/names.ts";
import { mapAt, objectAt, parseJson, textAt } from "../../src/release/json/json.ts";
import { type KubeObject, keyOf, refOf } from "../../src/release/kube/object.ts";
import { pack, unpack } from "../../src/release/record/chunks.ts";
import { type Entry, type Head, headSchema } from "../../src/release/record/head.ts";
import { parseRecord } from "../../src/release/record/parse.ts";
import type { ReleaseRecord } from "../../src/release/record/record.ts";
import { commitOf, digestOf, holderOf, identityOf, orderIn, runIn } from "./shop.ts";
import type { Archive } from "./store.ts";

export type Numbering = (order: number) => number;

/** `7-2` → `3-2` */
export const idIn = (to: Numbering, id: string): string => {
  const [order, nth] = id.split("-");
  return `${to(Number(order))}-${nth}`;
};

export class Renumbering {
  readonly #archive: Archive;
  readonly #environment: string;
  readonly #orders = new Map<number, readonly number[]>();
  readonly #known = new Map<string, readonly [key: string, object: number]>();
  readonly #texts = new Map<number, string>();
  readonly #digests = new Map<string, number>();
  readonly #clusters = new Map<string, number>();

  constructor(archive: Archive, environment: string) {
    this.#archive = archive;
    this.#environment = environment;
  }

  /** The numbers of the runs that are named anywhere in it. */
  ordersOf(cluster: number): ReadonlySet<number> {
    const all = new Set<number>();
    for (const number of this.#archive.open(cluster).values())
      for (const order of this.#ordersIn(number)) all.add(order);
    return all;
  }

  cluster(cluster: number, to: Numbering): number {
    const orders = [...this.ordersOf(cluster)];
    if (orders.every((order) => to(order) === order)) return cluster;
    const key = `${cluster} ${orders.map((order) => `${order}=${to(order)}`).join(" ")}`;
    const known = this.#clusters.get(key);
    if (known !== undefined) return known;
    const renamed = this.#archive.seal(
      new Map([...this.#archive.open(cluster)].map(([name, number]) => this.#object(name, number, to))),
    );
    this.#clusters.set(key, renamed);
    return renamed;
  }

  #ordersIn(number: number): readonly number[] {
    const known = this.#orders.get(number);
    if (known !== undefined) return known;
    const found = new Set<number>();
    // to rename is to look at every number
    this.#renamed(this.#archive.object(number), (order) => {
      found.add(order);
      return order;
    });
    const orders = [...found];
    this.#orders.set(number, orders);
    return orders;
  }

  #object(name: string, number: number, to: Numbering): readonly [string, number] {
    const orders = this.#ordersIn(number);
    if (orders.every((order) => to(order) === order)) return [name, number];
    const key = `${number} ${orders.map((order) => `${order}=${to(order)}`).join(" ")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const renamed = this.#renamed(this.#archive.object(number), to);
    const { resourceVersion: _version, ...metadata } = renamed.metadata;
    const named = keyOf(refOf(renamed));
    const kept = { ...renamed, metadata: { ...metadata, uid: `uid of ${named}`, name: renamed.metadata.name } };
    const told = [named, this.#archive.keep(kept)] as const;
    this.#known.set(key, told);
    return told;
  }

  #renamed(object: KubeObject, to: Numbering): KubeObject {
    const identity = identityOf(this.#environment);
    const data = mapAt(object, "data");
    if (object.kind === "Lease") {
      const spec = objectAt(object, "spec");
      return { ...object, spec: { ...spec, holderIdentity: holderIn(to, textAt(spec, "holderIdentity") ?? "") } };
    }
    const head = textAt(object, "data", "head");
    if (head !== undefined) {
      const renamed = this.#head(v.parse(headSchema, parseJson(head)), to);
      return { ...object, data: { ...data, head: JSON.stringify(renamed, null, 1) } };
    }
    const record = parseRecordName(identity, object.metadata.name);
    if (record !== undefined) {
      const packed = { chunks: [textAt(object, "binaryData", "chunk") ?? ""], digest: textAt(data, "digest") ?? "" };
      const renamed = recordIn(to, parseRecord(parseJson(unpack(packed))));
      const { chunks, digest } = pack(JSON.stringify(renamed));
      return {
        ...object,
        metadata: { ...object.metadata, name: recordName(identity, renamed.id, record.chunk) },
        data: { ...data, release: renamed.id, digest },
        binaryData: { chunk: chunks[0] ?? "" },
      };
    }
    return partIn(to, object);
  }

  #head(head: Head, to: Numbering): Head {
    const { hold } = head;
    return {
      ...head,
      order: to(head.order),
      entries: head.entries.map((entry) => this.#entry(entry, to)),
      ...(hold === undefined
        ? {}
        : { hold: { ...hold, release: idIn(to, hold.release), ...commitIn(to, hold.commit) } }),
    };
  }

  #entry(entry: Entry, to: Numbering): Entry {
    const { id, order, holder, commit, undoes, bundleOf, bundle } = entry;
    return {
      ...entry,
      id: idIn(to, id),
      order: to(order),
      holder: holderIn(to, holder),
      bundle: this.#digest(bundle, to),
      ...commitIn(to, commit),
      ...(undoes === undefined ? {} : { undoes: idIn(to, undoes) }),
      ...(bundleOf === undefined ? {} : { bundleOf: idIn(to, bundleOf) }),
    };
  }

  #digest(digest: string, to: Numbering): string {
    for (let order = this.#digests.size; !this.#digests.has(digest) && order < 1_000; order++)
      this.#digests.set(digestOf(order, this.#environment), order);
    const order = this.#digests.get(digest);
    if (order === undefined) throw new Error("the digest of a bundle that no run deploys");
    const renamed = to(order);
    const known = this.#texts.get(renamed) ?? digestOf(renamed, this.#environment);
    this.#texts.set(renamed, known);
    return known;
  }
}

const commitIn = (to: Numbering, commit: string | undefined) =>
  commit === undefined ? {} : { commit: commitOf(to(orderIn(commit))) };

function holderIn(to: Numbering, holder: string): string {
  const run = runIn(holder);
  return run === undefined ? holder : holderOf(to(run.order), run.attempt);
}

const recordIn = (to: Numbering, record: ReleaseRecord): ReleaseRecord => ({
  ...record,
  id: idIn(to, record.id),
  objects: record.objects.map((object) => partIn(to, object)),
});

/** An object that was deployed says from which run it is, and by which release it was written. */
function partIn(to: Numbering, object: KubeObject): KubeObject {
  const run = textAt(object, "data", "run");
  const annotations = mapAt(object, "metadata", "annotations");
  const written = textAt(annotations, releaseAnnotation);
  const marked =
    written === undefined ? {} : { annotations: { ...annotations, [releaseAnnotation]: idIn(to, written) } };
  return {
    ...object,
    metadata: { ...object.metadata, ...marked },
    ...(run === undefined ? {} : { data: { ...mapAt(object, "data"), run: String(to(Number(run))) } }),
  };
}
