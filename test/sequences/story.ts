/** One step of a workflow at work on one environment: the very stories of `src/release`, over a cluster that is a value. */

import * as v from "valibot";
import { releaseAnnotation } from "../../src/release/identity/marks.ts";
import { headName } from "../../src/release/identity/names.ts";
import { numberAt, parseJson, textAt } from "../../src/release/json/json.ts";
import type { Connection } from "../../src/release/kube/connect.ts";
import { type KubeObject, keyOf, refOf } from "../../src/release/kube/object.ts";
import { type Entry, emptyHead, type Head, headSchema } from "../../src/release/record/head.ts";
import { deploy } from "../../src/release/story/deploy.ts";
import type { Prove } from "../../src/release/story/prove.ts";
import { rollback } from "../../src/release/story/rollback.ts";
import type { Runner, Site } from "../../src/release/story/site.ts";
import { verify } from "../../src/release/story/verify.ts";
import { StillClock, settled } from "./clock.ts";
import { Cluster } from "./kube.ts";
import { brokenBy, brokenIn, type Fixes } from "./laws.ts";
import { Archive } from "./store.ts";

export interface Story {
  readonly does: "deploy" | "smoke" | "rollback";
  readonly environment: string;
  readonly order: number;
  /** trailers that the commits have, up to this run's */
  readonly fixes: Fixes;
  /** the release that a step before this one named */
  readonly release?: string;
  readonly windowMs?: number;
  readonly undo?: "this-run" | "live";
  /** what goes wrong with it */
  readonly wrong?: "refused" | "findings" | "tool-error";
}

/** Where a story is stopped: before its nth request that writes, or tries to. */
export interface Cut {
  readonly at: number;
  readonly how: "stands still" | "is told to stop";
}

/** A request that wrote, or tried to. */
export interface Request {
  readonly kind: "write" | "try";
  /** how the cluster was before it */
  readonly before: number;
  /** some objects of the bundle are written by then, and this one writes the next; or it is the swap that makes it live */
  readonly half: boolean;
}

export interface Told {
  /** the cluster afterwards */
  readonly state: number;
  /** nothing where it never came to its end */
  readonly ended?: {
    readonly verdict: "ok" | "findings" | "tool-error";
    readonly outputs: Readonly<Record<string, string>>;
  };
  /** each request that wrote or tried to: how the cluster was before it */
  readonly requests: readonly Request[];
  readonly broken: readonly string[];
}

const namespace = "shop";
const app = "shop";
const parts = ["api", "web"];
const timing = { leaseMs: 60_000, requestMs: 15_000 };
const minutes = 60_000;
/** Longer than any lease or window. */
const longAway = 60 * minutes;

const identity = (environment: string) => ({ app, environment });
const configMap = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", namespace, name });
const never = () => new Promise<never>(() => {});

/** Of what a run deploys the tests need no more than two objects that are written one after the other. */
const bundleOf = (order: number): readonly KubeObject[] =>
  parts.map((name) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { run: String(order) } }));

const headIn = (object: KubeObject | undefined, environment: string): Head => {
  const text = textAt(object, "data", "head");
  return text === undefined ? emptyHead(app, environment) : v.parse(headSchema, parseJson(text));
};

const runnerOf = (order: number): Runner => ({
  holder: `acme/shop/${order}/1`,
  actor: "dana",
  order,
  commit: String(order).padStart(40, "0"),
  facts: {},
});

/** `acme/shop/7/1` → `7-` */
const runIn = (holder: string | undefined) => (holder ?? "").replace(/^.*\/(\d+)\/\d+$/, "$1-");

const leaseTime = (lease: KubeObject) => numberAt(lease, "spec", "leaseDurationSeconds");

const shapeOfEntry = (entry: Entry) => {
  const { id, kind, status, wasLive, undoes, bundleOf, order, holder, commit } = entry;
  return [id, kind, status, wasLive, undoes, bundleOf, `${order}-`, runIn(holder), `${orderIn(commit)}-`];
};

const orderIn = (commit: string | undefined) => Number(commit ?? 0);

/** Plays stories, each only once: the same story over the same cluster always comes to the same end. */
export class Theatre {
  readonly archive = new Archive();
  readonly empty = this.archive.seal(new Map());
  readonly #known = new Map<string, Promise<Told>>();
  /** where the bundle of a run is read from */
  readonly #overlay: (objects: readonly KubeObject[]) => string;

  constructor(overlay: (objects: readonly KubeObject[]) => string) {
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
    const number = this.archive.open(state).get(keyOf(configMap(headName(identity(environment)))));
    return headIn(number === undefined ? undefined : this.archive.object(number), environment);
  }

  readonly #shapes = new Map<number, string>();

  /**
   * What of a cluster can decide anything: the head without its reasons and digests, who holds the lease, who wrote which object,
   * and which records there are. Each run is named by its order with a dash behind it.
   */
  shape(state: number): string {
    const known = this.#shapes.get(state);
    if (known !== undefined) return known;
    const objects = [...this.archive.open(state)].map(([key, number]) => {
      const object = this.archive.object(number);
      if (object.kind === "Lease") return [runIn(textAt(object, "spec", "holderIdentity")), leaseTime(object)];
      const text = textAt(object, "data", "head");
      if (text !== undefined) {
        const { order, entries, hold } = headIn(object, "");
        return [`${order}-`, entries.map(shapeOfEntry), hold?.release, `${orderIn(hold?.commit)}-`];
      }
      return parts.some((name) => key.endsWith(`/${name}`))
        ? [key, textAt(object, "metadata", "annotations", releaseAnnotation), `${textAt(object, "data", "run")}-`]
        : /-r-(\d+-\d+)-/.exec(key)?.[1];
    });
    const shape = JSON.stringify(objects);
    this.#shapes.set(state, shape);
    return shape;
  }

  /** What is wrong in a cluster that nobody is at work on. */
  brokenAt(state: number, environment: string): readonly string[] {
    const objects = this.archive.open(state);
    const bundle = parts.flatMap((name) => {
      const number = objects.get(keyOf(configMap(name)));
      return number === undefined ? [] : [this.archive.object(number)];
    });
    return brokenIn(this.head(state, environment), bundle);
  }

  async #play(state: number, story: Story, cut: Cut | undefined, later: number | undefined): Promise<Told> {
    const { environment, fixes } = story;
    const broken: string[] = [];
    const headKey = keyOf(configMap(headName(identity(environment))));
    const cluster = new Cluster(this.archive, state, (key, before, after) => {
      if (key === headKey) broken.push(...brokenBy(headIn(before, environment), headIn(after, environment), fixes));
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
      const swap = story.does === "smoke" && object !== undefined && keyOf(refOf(object)) === headKey;
      requests.push({ kind, before: cluster.state, half: kind === "write" && (half || swap) });
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
      identity: identity(environment),
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
    const ended = await Promise.race([this.#tell(site, story), standing]);
    // what it still does in its background is done, too
    await settled();
    return { state: cluster.state, requests, broken, ...(ended === undefined ? {} : { ended }) };
  }

  async #tell(site: Site, story: Story): Promise<NonNullable<Told["ended"]>> {
    const { order, fixes, wrong, windowMs } = story;
    const runner = runnerOf(order);
    const patience = { graceMs: 60_000, settleMs: 15_000, fatalExitCodes: [] };
    const prove: Prove = async () => ({
      verdict: wrong === "findings" || wrong === "tool-error" ? wrong : "ok",
      message: wrong ?? "",
    });
    try {
      if (story.does === "deploy") {
        const result = await deploy(site, {
          overlay: this.#overlay(bundleOf(order)),
          images: [],
          scans: [],
          requireScan: false,
          scope: { namespace, namespaces: [], clusterKinds: [], createNamespace: false },
          kubectl: () => Promise.reject(new Error("nothing is rendered here")),
          runner,
          history: {
            // neither git nor GitHub answers: the order alone must do
            ancestry: async () => "unknown",
            fixes: async (from, to) =>
              fixes.filter(([at]) => at > orderIn(from) && at <= orderIn(to)).map(([, release]) => release),
          },
          allowOlder: false,
          releaseHold: undefined,
          timeoutMs: 10 * minutes,
          patience,
          logLines: 20,
          pruneCap: 10,
          takeOver: [],
          irreversible: undefined,
          dryRun: false,
          afterwards: windowMs === undefined ? "now" : { windowMs },
        });
        const release = result.release === undefined ? {} : { release: result.release };
        return { verdict: result.verdict, outputs: { status: result.status, verdict: result.verdict, ...release } };
      }
      if (story.does === "smoke") {
        const result = await verify(site, {
          runner,
          release: story.release === undefined || story.release === "" ? undefined : story.release,
          timeoutMs: 10 * minutes,
          windowMs: 10 * minutes,
          prove,
        });
        return { verdict: result.verdict, outputs: { status: result.status, verdict: result.verdict } };
      }
      const back = await rollback(site, {
        undo: story.undo ?? "this-run",
        to: "previous",
        reason: undefined,
        runner,
        timeoutMs: 10 * minutes,
        patience,
        logLines: 20,
        dryRun: false,
        prove,
        imageThere: async () => "there",
      });
      const well = ["rolled-back", "not-needed"].includes(back.result);
      return { verdict: well ? "ok" : "findings", outputs: { result: back.result, verdict: well ? "ok" : "findings" } };
    } catch (error) {
      // the actions' own kit tells an unexpected error as a tool that broke
      if (!(error instanceof Error)) throw error;
      return { verdict: "tool-error", outputs: { verdict: "tool-error", error: error.message } };
    }
  }
}
