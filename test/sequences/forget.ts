/** What of a cluster can no longer decide anything is left out: of releases that have ended, and of who held the lease before. */
import { releaseAnnotation } from "../../src/release/identity/marks.ts";
import { parseRecordName } from "../../src/release/identity/names.ts";
import { objectAt, textAt } from "../../src/release/json/json.ts";
import type { KubeObject } from "../../src/release/kube/object.ts";
import { type Entry, type Head, liveEntry } from "../../src/release/record/head.ts";
import { isFinal } from "../../src/release/record/status.ts";
import type { Fixes } from "./laws.ts";
import { headIn, holderOf, identityOf, runIn, runOf } from "./shop.ts";
import type { Archive } from "./store.ts";
import type { World } from "./world.ts";

export interface About extends Pick<World, "fixes"> {
  /** the runs that are at work, which release each is about to prove, and whether it stands still */
  readonly slots: readonly { readonly order: number; readonly proves: string | undefined; readonly still: boolean }[];
}

/** No release before this one can come back: those that are live, or were gone back to, stand above it for good. */
const barOf = ({ entries, ...head }: Head): number =>
  Math.max(
    liveEntry({ entries, ...head })?.order ?? 0,
    ...entries.filter(({ kind }) => kind === "rollback").map(({ order }) => order),
  );

/**
 * Which entries can still decide something. One goes back to the newest proven bundle that is not the undone one's: of those only the
 * one that is live can be lost, so that three are enough.
 */
export function remembered(head: Head, about: About & { readonly writers: readonly string[] }): readonly Entry[] {
  const { slots, fixes } = about;
  const bar = barOf(head);
  const live = liveEntry(head)?.order ?? 0;
  const ways = new Map<string, Entry>();
  for (const entry of [...head.entries].reverse())
    if (entry.wasLive === "proven" && entry.status !== "rolled-back" && !ways.has(entry.bundle) && ways.size < 3)
      ways.set(entry.bundle, entry);
  const back = new Set([...ways.values()].map(({ id }) => id));
  const atWork = new Set(
    slots.flatMap(({ order, proves }) => {
      const own = head.entries.findLast((entry) => entry.kind === "deploy" && runOf(entry) === order);
      return [own?.id, proves];
    }),
  );
  const writers = new Set(about.writers);
  const last = head.entries.findLast(({ status }) => !isFinal(status))?.id;
  const newest = head.entries.findLast(({ order }) => order === head.order)?.id;
  const isMended = ({ id }: Entry) => fixes.some(([order, release]) => release === id && order <= bar);
  return head.entries.filter((entry) => {
    const { id, kind, status, order } = entry;
    if (back.has(id) || head.hold?.release === id || atWork.has(id)) return true;
    // the next of this order is counted on from it
    if (id === newest || id === last) return true;
    // what failed and is not the last can neither be undone nor stands in anybody's way
    if (kind === "deploy" && status === "failed") return writers.has(id);
    if (!isFinal(status)) return true;
    return kind === "rollback" ? order > live : status === "rolled-back" && !isMended(entry);
  });
}

export class Forgetting {
  readonly #archive: Archive;
  readonly #environment: string;
  readonly #known = new Map<string, readonly [cluster: number, fixes: Fixes]>();

  constructor(archive: Archive, environment: string) {
    this.#archive = archive;
    this.#environment = environment;
  }

  /** Somebody else has the lease now. */
  takenOver(cluster: number): number {
    const objects = new Map(this.#archive.open(cluster));
    for (const [key, number] of objects) {
      const object = this.#archive.object(number);
      if (object.kind !== "Lease") continue;
      const spec = { ...objectAt(object, "spec"), holderIdentity: holderOf(0, 1), leaseDurationSeconds: 1 };
      this.#put(objects, key, { ...object, spec });
    }
    return this.#archive.seal(objects);
  }

  cluster(cluster: number, about: About): readonly [cluster: number, fixes: Fixes] {
    const key = JSON.stringify([
      cluster,
      about.slots.map(({ order, proves, still }) => [order, proves, still]),
      about.fixes,
    ]);
    const known = this.#known.get(key) ?? this.#forgotten(cluster, about);
    this.#known.set(key, known);
    return known;
  }

  #forgotten(cluster: number, about: About): readonly [cluster: number, fixes: Fixes] {
    const objects = new Map(this.#archive.open(cluster));
    const all = [...objects].map(([key, number]) => ({ key, object: this.#archive.object(number) }));
    const found = all.find(({ object }) => textAt(object, "data", "head") !== undefined);
    if (found === undefined) return [cluster, about.fixes];
    const head = headIn(found.object, this.#environment);
    const writers = all.flatMap(({ object }) => textAt(object, "metadata", "annotations", releaseAnnotation) ?? []);
    const entries = remembered(head, { ...about, writers });
    const kept = new Set(entries.map(({ id }) => id));
    this.#put(
      objects,
      found.key,
      withHead(found.object, {
        ...head,
        ...holdOf(head),
        notes: [],
        entries: entries.map((entry) => bare(entry, about)),
      }),
    );
    for (const { key, object } of all) {
      const record = parseRecordName(identityOf(this.#environment), object.metadata.name);
      // one that no head names is in the way of the next of its number
      const isOpen = record !== undefined && Number(record.id.split("-")[0]) >= head.order;
      if (record !== undefined && !kept.has(record.id) && !isOpen) objects.delete(key);
      if (object.kind === "Lease") this.#put(objects, key, this.#lease(object, about));
    }
    const asked = new Set([head.hold?.release, ...entries.map(({ id }) => id)]);
    return [this.#archive.seal(objects), about.fixes.filter(([, release]) => asked.has(release))];
  }

  #put(objects: Map<string, number>, key: string, object: KubeObject): void {
    const { resourceVersion: _version, ...metadata } = object.metadata;
    objects.set(key, this.#archive.keep({ ...object, metadata: { ...metadata, name: object.metadata.name } }));
  }

  /** While nobody stands still everybody gets the lease, at once or when it has run out: who had it last decides nothing. */
  #lease(object: KubeObject, { slots }: About): KubeObject {
    if (slots.some(({ still }) => still)) return object;
    return { ...object, spec: { ...objectAt(object, "spec"), holderIdentity: "", leaseDurationSeconds: 60 } };
  }
}

/** Why and by whom is for people. */
const holdOf = ({ hold }: Head): Pick<Head, "hold"> =>
  hold === undefined ? {} : { hold: { ...hold, reason: "", at: "", by: "" } };

const withHead = (object: KubeObject, head: Head): KubeObject => ({
  ...object,
  data: { ...objectAt(object, "data"), head: JSON.stringify(head, null, 1) },
});

/**
 * Why something failed is for people; which attempt of a run it was makes no difference to the run; and that everything of it is applied
 * none to anybody but the step that is about to prove it.
 */
function bare({ cause: _cause, ...entry }: Entry, { slots }: About): Entry {
  const run = runIn(entry.holder);
  const isToBeProven = slots.some(({ proves, still }) => still || proves === entry.id);
  return {
    ...entry,
    ...(run === undefined ? {} : { holder: holderOf(run.order, 1) }),
    ...(entry.status === "applied" && !isToBeProven ? { status: "pending" } : {}),
  };
}
