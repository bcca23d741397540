import type { Clock } from "../clock.ts";
import type { Identity } from "../identity/identity.ts";
import { selector } from "../identity/marks.ts";
import { numberAt } from "../json/json.ts";
import type { Kube, Listing } from "../kube/kube.ts";
import { type KubeObject, keyOf, type Ref, refOf, titleOf } from "../kube/object.ts";
import { type Mirror, openMirror } from "../mirror/mirror.ts";
import { slimPod } from "../mirror/slim.ts";
import { doorbell } from "./doorbell.ts";
import { podIndex } from "./pod-index.ts";
import { newestPods } from "./pods.ts";
import { isAdvisory, judge } from "./rules.ts";
import { failed, type Grace, type State, waiting } from "./state.ts";

export interface WaitOptions {
  readonly kube: Kube;
  readonly clock: Clock;
  readonly random: () => number;
  readonly identity: Identity;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Elapsed time at which we stop waiting. */
  readonly deadline: number;
  readonly patience: Grace;
}

export interface Outcome {
  readonly ref: Ref;
  readonly state: State;
}

export interface Waited {
  readonly verdict: "ready" | "failed" | "out-of-time";
  readonly outcomes: readonly Outcome[];
  /** The pods as last seen, for the diagnosis. */
  readonly pods: readonly KubeObject[];
}

/** Waits until every object is done, or one has failed, or time is up. An outage of the API is waited out like anything else. */
export async function waitFor(objects: readonly KubeObject[], options: WaitOptions): Promise<Waited> {
  const { clock } = options;
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const bell = doorbell();
  const mirrors = new Map<string, Mirror>();
  const mirrorOptions = { ...options, signal, changed: bell.ring };
  for (const listing of listingsOf(objects, options.identity)) {
    const slim = listing.kind === "Pod" ? { slim: slimPod } : {};
    mirrors.set(listingKey(listing), openMirror(listing, { ...mirrorOptions, ...slim }));
  }
  const start = clock.elapsed();
  const settledAt = new Map<string, number>();
  const told = new Map<string, string>();
  try {
    for (;;) {
      options.signal.throwIfAborted();
      const heard = bell.rings();
      const now = clock.elapsed();
      const pods = podsOf(mirrors);
      const outcomes = look(objects, mirrors, pods, options, now, Math.max(start, ...settledAt.values()));
      const lookedFor = clock.elapsed() - now;
      for (const { ref, state } of outcomes)
        if (state.state === "done" && !settledAt.has(keyOf(ref)))
          settledAt.set(keyOf(ref), now - start < 50 ? start : now);
      tell(outcomes, told, options.say);
      // a deadline that comes before the first answer would say nothing about why
      const looked = [...mirrors.values()].every(({ listed }) => listed) || now >= options.deadline + 10_000;
      const verdict = decide(outcomes, now >= options.deadline && looked);
      if (verdict !== undefined) return { verdict, outcomes, pods };
      await Promise.race([
        bell.after(heard),
        clock.sleep(Math.min(1_000, Math.max(1, options.deadline - now)), signal),
      ]);
      // one look per burst of events; where a look takes long, they are further apart
      await clock.sleep(Math.max(10, 2 * lookedFor), signal);
    }
  } finally {
    ended.abort(new Error("done waiting"));
  }
}

function look(
  objects: readonly KubeObject[],
  mirrors: ReadonlyMap<string, Mirror>,
  pods: readonly KubeObject[],
  options: WaitOptions,
  now: number,
  since: number,
): readonly Outcome[] {
  const index = podIndex(pods);
  return objects.map((applied) => {
    const ref = refOf(applied);
    const mirror = mirrors.get(listingKey(ref));
    const object = mirror?.objects.get(keyOf(ref));
    if (mirror?.listed !== true) return { ref, state: waiting("unseen", "the cluster has not answered yet") };
    if (object === undefined) return { ref, state: failed("gone", "it was deleted while we waited") };
    const generation = numberAt(applied, "metadata", "generation") ?? 0;
    const patience = { ...options.patience, elapsedMs: now - since };
    const own = ref.kind === "Pod" ? [] : newestPods(object, index.near(object));
    return { ref, state: judge({ object, generation, pods: own, patience }) };
  });
}

/** One failure ends the waiting: the others are reported as they stand. What is only advisory never holds anything up. */
function decide(outcomes: readonly Outcome[], late: boolean): Waited["verdict"] | undefined {
  const counting = outcomes.filter(({ ref }) => !isAdvisory(ref.apiVersion, ref.kind));
  if (counting.some(({ state }) => state.state === "failed")) return "failed";
  if (counting.every(({ state }) => state.state === "done")) return "ready";
  return late ? "out-of-time" : undefined;
}

function tell(outcomes: readonly Outcome[], told: Map<string, string>, say: (line: string) => void): void {
  for (const { ref, state } of outcomes) {
    const line = state.state === "done" ? "ready" : state.reason;
    const last = told.get(keyOf(ref));
    told.set(keyOf(ref), line);
    // the first look at something that is ready at once is no news
    const news = line !== last && !(last === undefined && state.state === "done");
    if (news && !(state.state === "waiting" && state.code === "unseen")) say(`${titleOf(ref)}: ${line}`);
  }
}

const listingKey = (of: { apiVersion: string; kind: string; namespace?: string }) =>
  `${of.apiVersion} ${of.kind} ${of.namespace ?? ""}`;

/** One watch per kind and namespace, however many objects; by our labels, so that others' objects never come. */
function listingsOf(objects: readonly KubeObject[], identity: Identity): readonly Listing[] {
  const listings = new Map<string, Listing>();
  const add = (listing: Listing) => listings.set(listingKey(listing), { ...listing, labels: selector(identity) });
  for (const { apiVersion, kind, namespace } of objects.map(refOf)) {
    const scope = namespace === undefined ? {} : { namespace };
    add({ apiVersion, kind, ...scope });
    if (podOwners.has(kind)) add({ apiVersion: "v1", kind: "Pod", ...scope });
  }
  return [...listings.values()];
}

const podOwners = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"]);

function podsOf(mirrors: ReadonlyMap<string, Mirror>): readonly KubeObject[] {
  return [...mirrors].flatMap(([key, mirror]) => (key.startsWith("v1 Pod ") ? [...mirror.objects.values()] : []));
}
