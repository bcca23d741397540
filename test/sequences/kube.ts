/** The API of a cluster that keeps objects and nothing else: what `src/release` asks of it, over a state that is a value. */
import type { Json } from "../../src/release/json/json.ts";
import { objectAt, textAt } from "../../src/release/json/json.ts";
import type { Kube, Written } from "../../src/release/kube/kube.ts";
import { type KubeObject, keyOf, type Ref, refOf, uidOf } from "../../src/release/kube/object.ts";
import type { ApiFailure } from "../../src/release/kube/status.ts";
import type { Archive } from "./store.ts";

export interface Requests {
  /** Before whatever writes, or tries whether it could: the story may be stopped here. */
  readonly gate: (kind: "write" | "try", object: KubeObject | undefined) => Promise<void>;
  /** Whether the server takes this write of the bundle: an admission policy may say no. */
  readonly admits: (object: KubeObject) => boolean;
}

const no = (code: number, reason: string, message: string): { readonly ok: false; readonly failure: ApiFailure } => ({
  ok: false,
  failure: { code, reason, message, causes: [] },
});
const never = (what: string) => () => {
  throw new Error(`no story of these tests asks for ${what}`);
};

/** The version of an empty store: whoever names it has seen that the object was not there. */
const beforeAnything = "1";

/** Whatever is written must still be what its writer has seen. */
const stale = (before: KubeObject | undefined, given: KubeObject) => {
  const version = textAt(given, "metadata", "resourceVersion");
  const now = before === undefined ? beforeAnything : textAt(before, "metadata", "resourceVersion");
  return version !== undefined && version !== now;
};

/** How often a lease has passed on decides nothing here, and would make every state a new one. */
const uncounted = (object: KubeObject) =>
  object.kind === "Lease" ? { spec: { ...objectAt(object, "spec"), leaseTransitions: 0 } } : {};

/** Hears of every change: what was, and what is now. */
export type Told = (key: string, before: KubeObject | undefined, after: KubeObject) => void;

export class Cluster {
  readonly #archive: Archive;
  #objects: Map<string, number>;
  readonly #told: Told;

  constructor(archive: Archive, state: number, told: Told) {
    this.#archive = archive;
    this.#objects = new Map(archive.open(state));
    this.#told = told;
  }

  get state(): number {
    return this.#archive.seal(this.#objects);
  }

  /** The state as it is now, for whoever asks for it later. */
  moment(): () => number {
    const now = new Map(this.#objects);
    let state: number | undefined;
    return () => {
      state ??= this.#archive.seal(now);
      return state;
    };
  }

  /** Others have been at work. */
  become(state: number): void {
    this.#objects = new Map(this.#archive.open(state));
  }

  get(ref: Ref): KubeObject | undefined {
    const number = this.#objects.get(keyOf(ref));
    return number === undefined ? undefined : this.#archive.object(number);
  }

  all(): readonly KubeObject[] {
    return [...this.#objects.values()].map((number) => this.#archive.object(number));
  }

  put(object: KubeObject): KubeObject {
    const { resourceVersion: _version, ...metadata } = object.metadata;
    const before = this.get(refOf(object));
    const key = keyOf(refOf(object));
    const kept = {
      ...object,
      ...uncounted(object),
      metadata: { ...metadata, uid: `uid of ${key}`, name: object.metadata.name },
    };
    this.#objects.set(key, this.#archive.keep(kept));
    const after = this.get(refOf(object)) ?? object;
    this.#told(key, before, after);
    return after;
  }

  drop(ref: Ref): void {
    this.#objects.delete(keyOf(ref));
  }

  /** One story's way to it; `allowed` is asked right before each write, as the real one does. */
  view({ gate, admits }: Requests, signal: AbortSignal, allowed: () => void = () => {}): Kube {
    const read = <T>(work: () => T): Promise<T> => {
      signal.throwIfAborted();
      return Promise.resolve(work());
    };
    const write = async (object: KubeObject, work: () => Written): Promise<Written> => {
      await gate("write", object);
      signal.throwIfAborted();
      allowed();
      return work();
    };
    const done = (object: KubeObject): Written => ({ ok: true, object, warnings: [] });
    const applied = (object: KubeObject, manager: string): KubeObject => {
      const managedFields: Json = [{ manager, operation: "Apply" }];
      return { ...object, metadata: { ...object.metadata, managedFields } };
    };
    return {
      find: async (_apiVersion, kind) => ({ plural: `${kind.toLowerCase()}s`, namespaced: true }),
      get: (ref) => read(() => this.get(ref)),
      pages: async function* (this: Cluster, { kind, labels = "" }: { kind: string; labels?: string }) {
        const wanted = labels.split(",").map((pair) => pair.split("="));
        const has = (object: KubeObject) =>
          wanted.every(([name = "", value]) => objectAt(object, "metadata", "labels")[name] === value);
        const items = await read(() => this.all().filter((object) => object.kind === kind && has(object)));
        yield { items, version: "1" };
      }.bind(this),
      create: (object) =>
        write(object, () =>
          this.get(refOf(object)) === undefined ? done(this.put(object)) : no(409, "AlreadyExists", "it is there"),
        ),
      replace: (object) =>
        write(object, () => {
          const before = this.get(refOf(object));
          if (before === undefined) return no(404, "NotFound", "it is not there");
          return stale(before, object) ? no(409, "Conflict", "it has changed") : done(this.put(object));
        }),
      apply: (object, { manager, dryRun }) => {
        const work = (): Written => {
          if (stale(this.get(refOf(object)), object)) return no(409, "Conflict", "it has changed");
          if (dryRun !== true && !admits(object)) return no(403, "Forbidden", "a policy denied the request");
          return done(dryRun === true ? applied(object, manager) : this.put(applied(object, manager)));
        };
        if (dryRun !== true) return write(object, work);
        return gate("try", object).then(() => read(work));
      },
      remove: async (ref, uid) => {
        await gate("write", undefined);
        signal.throwIfAborted();
        allowed();
        const there = this.get(ref);
        if (there !== undefined && uidOf(there) === uid) this.drop(ref);
        return undefined;
      },
      jsonPatch: never("a JSON patch"),
      log: never("a log"),
      watch: never("a watch"),
      raw: never("a path of its own"),
    };
  }
}
