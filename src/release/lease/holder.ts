import { type Clock, microTime } from "../clock.ts";
import { ReleaseError } from "../error.ts";
import { numberAt, textAt } from "../json/json.ts";
import type { Kube } from "../kube/kube.ts";
import { type KubeObject, versionOf } from "../kube/object.ts";
import { unexpected } from "../kube/session.ts";
import { alreadyExists, isConflict } from "../kube/status.ts";
import { decideTake, type Held, mayWrite, observe, renewEvery, type Seen } from "./lease.ts";

export interface LeaseOptions {
  readonly kube: Kube;
  readonly clock: Clock;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly holder: string;
  readonly durationMs: number;
  readonly requestMs: number;
  readonly say: (line: string) => void;
}

/** A lease in our hands. `check` throws once it may have passed to another; it never comes back by itself. */
export interface OwnLease {
  readonly epoch: number;
  readonly check: () => void;
  /** Renews in the background until `stop`, `park` or `giveBack`. */
  readonly park: (durationMs: number) => Promise<void>;
  readonly giveBack: () => Promise<void>;
  readonly stop: () => void;
}

export type Acquired =
  | { readonly ok: true; readonly lease: OwnLease }
  | { readonly ok: false; readonly holder: string; readonly waitedMs: number };

export class LeaseLost extends ReleaseError {
  constructor(detail: string) {
    super(
      "lease-lost",
      `the lease is no longer surely ours: ${detail}`,
      "nothing more was written; run the same command again",
    );
  }
}

/** Waits for the lease until `deadline` (elapsed time); out of time, says who holds it. */
export async function acquire(options: LeaseOptions, deadline: number, signal: AbortSignal): Promise<Acquired> {
  const { kube, clock, holder, requestMs } = options;
  const start = clock.elapsed();
  let seen: Seen | undefined;
  let told = "";
  for (;;) {
    signal.throwIfAborted();
    const object = await kube.get(refFor(options));
    seen = object === undefined ? undefined : observe(seen, look(object), clock.elapsed());
    const decision = decideTake(seen, holder, clock.elapsed(), requestMs);
    if (decision.take !== "wait") {
      const taken = await write(options, object, holder, options.durationMs);
      if (taken !== undefined) {
        const lease = keep(options, taken.object, taken.sentAt);
        if (decision.take === "after") {
          options.say(
            `the lease of ${seen?.holder ?? "the last holder"} ran out; waiting until its last request must have ended`,
          );
          await clock.sleep(decision.quietMs, signal).catch((error: unknown) => {
            lease.stop();
            throw error;
          });
        }
        return { ok: true, lease };
      }
      seen = undefined;
      continue;
    }
    if (clock.elapsed() >= deadline)
      return { ok: false, holder: seen?.holder ?? "", waitedMs: clock.elapsed() - start };
    if (told !== seen?.holder) options.say(`waiting for ${seen?.holder ?? "another run"}, which holds the lease`);
    told = seen?.holder ?? "";
    await clock.sleep(Math.max(10, Math.min(1_000, decision.forMs, deadline - clock.elapsed())), signal);
  }
}

function keep(options: LeaseOptions, first: KubeObject, sentAt: number): OwnLease {
  const { clock } = options;
  let object = first;
  let held: Held = { sentAt, durationMs: options.durationMs };
  let lost: string | undefined;
  const ended = new AbortController();
  const renew = async () => {
    for (;;) {
      await clock.sleep(renewEvery(options.durationMs), ended.signal);
      const renewed = await write(options, object, options.holder, options.durationMs);
      if (ended.signal.aborted) return;
      if (renewed === undefined) {
        lost = "someone else wrote it";
        return;
      }
      object = renewed.object;
      held = { sentAt: renewed.sentAt, durationMs: options.durationMs };
    }
  };
  // an outage of the API server does not end the lease at once: `check` sees to it when the time is up
  const renewing = renew().catch((error: unknown) => {
    if (!ended.signal.aborted)
      options.say(`the lease could not be renewed: ${error instanceof Error ? error.message : String(error)}`);
  });
  const last = async (holder: string, durationMs: number) => {
    ended.abort(new Error("lease ended"));
    await renewing;
    if (lost !== undefined) return;
    const fresh = await options.kube.get(refFor(options));
    // only what is still ours is given back: after an expiry it belongs to whoever took it
    if (fresh !== undefined && look(fresh).holder === options.holder) await write(options, fresh, holder, durationMs);
  };
  return {
    epoch: numberAt(first, "spec", "leaseTransitions") ?? 0,
    check: () => {
      if (lost !== undefined) throw new LeaseLost(lost);
      if (!mayWrite(held, clock.elapsed(), options.requestMs))
        throw new LeaseLost("too little of its time is left for another request");
    },
    park: (durationMs) => last(options.holder, durationMs),
    giveBack: () => last("", options.durationMs),
    stop: () => ended.abort(new Error("lease ended")),
  };
}

/** Creates or replaces; undefined when another was faster. */
async function write(options: LeaseOptions, before: KubeObject | undefined, holder: string, durationMs: number) {
  const { clock, kube } = options;
  const sentAt = clock.elapsed();
  const time = microTime(clock.now());
  const former = before === undefined ? "" : look(before).holder;
  const passed = (numberAt(before, "spec", "leaseTransitions") ?? 0) + (holder !== "" && former !== holder ? 1 : 0);
  const changed = former === holder ? textAt(before, "spec", "acquireTime") : undefined;
  const object: KubeObject = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name: options.name,
      namespace: options.namespace,
      labels: options.labels,
      ...(before === undefined ? {} : { resourceVersion: versionOf(before) }),
    },
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: Math.max(1, Math.ceil(durationMs / 1000)),
      acquireTime: changed ?? time,
      renewTime: time,
      leaseTransitions: passed,
    },
  };
  const reply = before === undefined ? await kube.create(object) : await kube.replace(object);
  if (reply.ok) return { object: reply.object, sentAt };
  if (isConflict(reply.failure) || alreadyExists(reply.failure)) {
    // our own write may have arrived although its answer was lost
    const now = await kube.get(refFor(options));
    return now !== undefined && look(now).holder === holder && textAt(now, "spec", "renewTime") === time
      ? { object: now, sentAt }
      : undefined;
  }
  if (reply.failure.code === 404) {
    const hint = `kubectl create namespace ${options.namespace}, or set create-namespace: true`;
    throw new ReleaseError("namespace", `namespace ${options.namespace} does not exist`, hint);
  }
  throw unexpected("writing the lease", reply.failure);
}

const refFor = ({ namespace, name }: LeaseOptions) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  namespace,
  name,
});

function look(object: KubeObject): Omit<Seen, "firstSeen"> {
  return {
    holder: textAt(object, "spec", "holderIdentity") ?? "",
    version: versionOf(object),
    durationMs: (numberAt(object, "spec", "leaseDurationSeconds") ?? 0) * 1_000,
  };
}
