/** Plays stories over clusters that are values, each only once: the same story over the same cluster always ends the same. */

import type { Connection } from "../../src/release/kube/connect.ts";
import { type KubeObject, keyOf, refOf } from "../../src/release/kube/object.ts";
import type { Head } from "../../src/release/record/head.ts";
import type { Site } from "../../src/release/story/site.ts";
import { StillClock, settled } from "./clock.ts";
import { Cluster } from "./kube.ts";
import { brokenBy, brokenIn } from "./laws.ts";
import { headIn, headKey, identityOf, namespace, partKey, parts } from "./shop.ts";
import { Archive } from "./store.ts";
import { act, type Ended, type Overlay, type Story } from "./story.ts";

/** Where a story is stopped: before its nth request that writes, or tries to. */
export interface Cut {
  readonly at: number;
  readonly how: "stands still" | "is told to stop";
}

/** A request that wrote, or tried to. */
export interface Request {
  readonly kind: "write" | "try";
  /** how the cluster was before it */
  readonly before: () => number;
  /** some objects of the bundle are written by then, and this one writes the next; or it is the swap that makes it live */
  readonly half: boolean;
}

export interface Told {
  /** the cluster afterwards */
  readonly state: number;
  /** nothing where it never came to its end */
  readonly ended?: Ended;
  /** each request that wrote or tried to: how the cluster was before it */
  readonly requests: readonly Request[];
  readonly broken: readonly string[];
  /** whether it came to where something of it could go wrong: a write of its bundle, or its checks */
  readonly risked: boolean;
}

const timing = { leaseMs: 60_000, requestMs: 15_000 };
/** Longer than any lease or window. */
const longAway = 60 * 60_000;
const never = () => new Promise<never>(() => {});

export class Theatre {
  readonly archive = new Archive();
  readonly empty = this.archive.seal(new Map());
  readonly #known = new Map<string, Promise<Told>>();
  readonly #heads = new Map<number, Head>();
  readonly #overlay: Overlay;

  constructor(overlay: Overlay) {
    this.#overlay = overlay;
  }

  /** how many stories were really played */
  get played(): number {
    return this.#known.size;
  }

  /** `later`: it stood still at the cut for long, and went on when the cluster had become that. */
  play(state: number, story: Story, cut?: Cut, later?: number): Promise<Told> {
    const key = JSON.stringify([state, story, cut, later]);
    const known = this.#known.get(key) ?? this.#play(state, story, cut, later);
    this.#known.set(key, known);
    return known;
  }

  head(state: number, environment: string): Head {
    const number = this.archive.open(state).get(headKey(environment));
    if (number === undefined) return headIn(undefined, environment);
    const known = this.#heads.get(number) ?? headIn(this.archive.object(number), environment);
    this.#heads.set(number, known);
    return known;
  }

  /** What is wrong in a cluster that nobody is at work on. */
  brokenAt(state: number, environment: string): readonly string[] {
    const objects = this.archive.open(state);
    const bundle = parts.flatMap((name) => {
      const number = objects.get(partKey(name));
      return number === undefined ? [] : [this.archive.object(number)];
    });
    return brokenIn(this.head(state, environment), bundle);
  }

  async #play(state: number, story: Story, cut: Cut | undefined, later: number | undefined): Promise<Told> {
    const { environment, fixes } = story;
    const broken: string[] = [];
    const head = headKey(environment);
    const cluster = new Cluster(this.archive, state, (key, before, after) => {
      if (key === head) broken.push(...brokenBy(headIn(before, environment), headIn(after, environment), fixes));
    });
    const stop = new AbortController();
    const clock = new StillClock(stop.signal);
    const requests: Request[] = [];
    let stands: () => void = () => {};
    const standing = new Promise<undefined>((resolve) => {
      stands = () => resolve(undefined);
    });
    const gate = async (kind: "write" | "try", object: KubeObject | undefined) => {
      const half = object?.kind === "ConfigMap" && object.metadata.name === parts[1];
      const swap = story.does === "smoke" && object !== undefined && keyOf(refOf(object)) === head;
      requests.push({ kind, before: cluster.moment(), half: kind === "write" && (half || swap) });
      // a story that asks on and on would leave no moment for a test's own time limit
      if (requests.length > 500) throw new Error("the story never ends");
      if (cut?.at !== requests.length) return;
      if (cut.how === "is told to stop") return stop.abort(new Error("stopped"));
      if (later === undefined) {
        stands();
        return never();
      }
      cluster.become(later);
      clock.jump(longAway);
    };
    let applied = 0;
    const admits = () => {
      applied += 1;
      return story.wrong !== "refused" || applied < parts.length;
    };
    const connection: Connection = {
      view: (signal, allowed) => cluster.view({ gate, admits }, signal, allowed),
      send: () => Promise.reject(new Error("no story of these tests sends anything itself")),
      close: async () => {},
    };
    const site: Site = {
      identity: identityOf(environment),
      namespace,
      connection,
      clock,
      random: () => 0.5,
      say: () => {},
      signal: stop.signal,
      mask: () => {},
      hide: (text) => text,
      timing,
    };
    let proves = false;
    const proving = () => {
      proves = true;
    };
    const ended = await Promise.race([act(site, story, { overlay: this.#overlay, proving }), standing]);
    // what it still does in its background is done, too
    await settled();
    const risked = proves || applied > 0;
    return { state: cluster.state, requests, broken, risked, ...(ended === undefined ? {} : { ended }) };
  }
}
