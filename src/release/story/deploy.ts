import type { Scope } from "../bundle/scope.ts";
import { nameJob } from "../bundle/stamp.ts";
import { isoTime } from "../clock.ts";
import { releaseId } from "../identity/names.ts";
import { type Json, textAt } from "../json/json.ts";
import type { RunKubectl } from "../kube/kubectl.ts";
import type { KubeObject } from "../kube/object.ts";
import { unexpected } from "../kube/session.ts";
import { alreadyExists } from "../kube/status.ts";
import { decideHold } from "../order/hold.ts";
import { type Ancestry, recordedOrder, superseded } from "../order/supersede.ts";
import { inParallel } from "../parallel.ts";
import { makePlan, planLines } from "../plan/make.ts";
import { type Entry, type Head, liveEntry, nextSequence } from "../record/head.ts";
import { changeHead, readHead } from "../record/head-store.ts";
import { move, previousOf } from "../record/moves.ts";
import { inventory } from "../record/record.ts";
import { readRecord } from "../record/record-store.ts";
import { backUp } from "./backup.ts";
import { type Bundle, type BundleInput, digestFor, keyFor, prepareBundle } from "./bundle.ts";
import { enact } from "./enact.ts";
import { goLive } from "./finish.ts";
import type { Prove } from "./prove.ts";
import { broke, found, type Result, went } from "./result.ts";
import { type Desk, type Runner, type Site, sameRun } from "./site.ts";
import { underLease, withoutLease } from "./under-lease.ts";

export interface DeployInput extends BundleInput {
  readonly runner: Runner;
  readonly kubectl: RunKubectl;
  readonly timeoutMs: number;
  readonly patience: {
    readonly graceMs: number;
    readonly settleMs: number;
    readonly fatalExitCodes: readonly number[];
  };
  readonly logLines: number;
  readonly pruneCap: number | undefined;
  readonly takeOver: readonly string[];
  readonly allowOlder: boolean;
  readonly releaseHold: string | undefined;
  readonly irreversible: string | undefined;
  readonly dryRun: boolean;
  readonly history: History;
  /** `now`: live at once, unproven. `window`: a later step proves it. Else the checks to run before it is called live. */
  readonly afterwards: "now" | { readonly windowMs: number } | { readonly prove: Prove };
  readonly gate?: Json;
  readonly mask: (values: readonly string[]) => void;
  /** A Job awaited before the first change. */
  readonly backup?: KubeObject;
}

/** What only the repository knows. Unknown is an answer. */
export interface History {
  readonly ancestry: (commit: string | undefined, of: string | undefined) => Promise<Ancestry>;
  /** `Fixes-Release:` trailers on the commits after `from`, up to `to`. */
  readonly fixes: (from: string | undefined, to: string | undefined) => Promise<readonly string[]>;
}

export async function deploy(site: Site, input: DeployInput): Promise<Result> {
  try {
    return await deployWhole(site, input);
  } catch (error) {
    if (!site.signal.aborted) throw error;
    // nothing is undone on a cancel: what was begun is on record, and says how to go on
    return broke("interrupted", "stopped: nothing more was written; what was begun stays on record as pending", {
      next: "run this job again, or: tidegate release resume; to go back: tidegate release rollback",
    });
  }
}

async function deployWhole(site: Site, input: DeployInput): Promise<Result> {
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const reader = site.connection.view(site.signal);
  const prepared = await prepareBundle(input, site, reader, input.kubectl);
  if (!prepared.ok) return broke("refused", prepared.problems.join("\n"));
  input.mask(prepared.bundle.masked);
  const { head } = await readHead(reader, site.namespace, site.identity);
  const early = await refusal(head, input, () => {});
  if (early !== undefined) return early;
  if (input.dryRun) return deployHeld(withoutLease(site, input.runner), input, prepared.bundle, deadline);
  if (input.scope.createNamespace) await createNamespaces(site, input.scope);
  const kept = await underLease(site, input.runner, deadline, async (desk) => {
    const result = await deployHeld(desk, input, prepared.bundle, deadline);
    const window =
      typeof input.afterwards === "object" && "windowMs" in input.afterwards ? input.afterwards.windowMs : undefined;
    const later = window !== undefined && (result.status === "applied" || result.status === "failed");
    return { value: result, after: later ? { parkMs: window } : "give-back" };
  });
  if (kept.held) return kept.value;
  return broke(
    "busy",
    `${kept.holder} holds the lease of ${site.identity.app}/${site.identity.environment} and did not give it back within ${Math.round(kept.waitedMs / 1000)} s`,
    {
      next: "run again when that run has ended; its lease runs out by itself",
    },
  );
}

/** Before anything else, as the lease itself lives in one. Needs a right that the smallest Role does not give. */
async function createNamespaces(site: Site, scope: Scope): Promise<void> {
  const kube = site.connection.view(site.signal);
  for (const name of new Set([site.namespace, scope.namespace, ...scope.namespaces])) {
    const made = await kube.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    if (made.ok) site.say(`namespace ${name} created`);
    else if (!alreadyExists(made.failure)) throw unexpected(`creating namespace ${name}`, made.failure);
  }
}

/** Decided once before the lease, to fail early, and once with it, to be sure. */
async function refusal(head: Head, input: DeployInput, say: (line: string) => void): Promise<Result | undefined> {
  const { runner } = input;
  const live = liveEntry(head);
  if (runner.order !== "next") {
    const ancestry = await input.history.ancestry(runner.commit, live?.commit);
    const overtaken = superseded(head, {
      order: runner.order,
      holder: runner.holder,
      allowOlder: input.allowOlder,
      ancestry,
    });
    if (overtaken !== undefined)
      return found("superseded", `superseded: ${overtaken.why}`, { release: overtaken.by.id });
  }
  const fixes = head.hold === undefined ? [] : await input.history.fixes(head.hold.commit, runner.commit);
  const answer = decideHold({ hold: head.hold, released: input.releaseHold, fixes });
  if (!answer.held) {
    if (answer.lifted !== undefined) say(`the hold is lifted: ${answer.lifted}`);
    return undefined;
  }
  return found("held", answer.message, { next: answer.next });
}

async function deployHeld(desk: Desk, input: DeployInput, bundle: Bundle, deadline: number): Promise<Result> {
  const { kube, identity, namespace, say } = desk;
  const { runner } = input;
  const { head } = await readHead(kube, namespace, identity);
  const refused = await refusal(head, input, say);
  if (refused !== undefined) return refused;
  const key = input.dryRun ? undefined : await keyFor(desk, bundle.objects);
  const digest = digestFor(bundle.objects, key);
  const begun = ownUnfinished(head, runner, digest);
  const order = begun?.order ?? recordedOrder(head, runner.order);
  const id = begun?.id ?? releaseId(order, nextSequence(head, order));
  const records = await inParallel(head.entries, 4, (entry) => readRecord(kube, namespace, identity, entry.id));
  const plan = await makePlan(
    bundle.objects.map((object) => nameJob(object, id)),
    {
      kube,
      stamp: { identity, release: id, ...(runner.commit === undefined ? {} : { commit: runner.commit }) },
      takeOver: input.takeOver,
      rollback: false,
      untriable: bundle.undiscovered,
      earlier: records.filter((record) => record.id !== id).map(inventory),
      cap: input.pruneCap,
    },
  );
  planLines(plan).forEach(say);
  const previous = previousOf(head, { id, bundle: digest })?.id;
  const names = { release: id, ...(previous === undefined ? {} : { previous }), plan };
  if (plan.blocks.length > 0 || plan.problems.length > 0) {
    const cause = [...plan.blocks.map(({ message }) => message), ...plan.problems].join("\n");
    return found("refused", `nothing was changed: ${cause}`, { plan, cause, ...hintOf(plan.blocks) });
  }
  if (input.dryRun) return went("planned", "dry run: nothing was changed", { plan });
  const job = input.backup;
  const enacted = await enact(desk, {
    plan,
    entry: entryFor(desk, input, { id, order, digest }),
    resumed: begun !== undefined,
    facts: {
      images: bundle.proofs,
      scansRequired: input.requireScan,
      namespaces: [input.scope.namespace, ...input.scope.namespaces],
      run: runner.facts,
      ...(input.gate === undefined ? {} : { gate: input.gate }),
    },
    secretKey: key,
    cap: input.pruneCap ?? 0,
    takeOver: input.takeOver,
    rollback: false,
    deadline,
    patience: input.patience,
    logLines: input.logLines,
    ...(job === undefined
      ? {}
      : {
          before: (at: Desk) =>
            backUp(at, { job, namespace: input.scope.namespace, release: id, deadline, logLines: input.logLines }),
        }),
  });
  if (!enacted.ok) return found("failed", enacted.cause, { ...names, ...enacted });
  const { outcomes, record } = enacted;
  if (typeof input.afterwards === "object" && "windowMs" in input.afterwards)
    return went("applied", `release ${id} is applied; smoke-test makes it live`, { ...names, outcomes });
  const proof = input.afterwards === "now" ? undefined : await input.afterwards.prove(desk, record);
  if (proof?.verdict === "tool-error") return broke("applied", proof.message, { ...names, outcomes });
  if (proof?.verdict === "findings") {
    const facts = { at: isoTime(desk.clock.now()), cause: proof.message };
    await changeHead(kube, namespace, identity, (now) => move(now, id, "failed", "smoke-test", facts));
    return found("failed", proof.message, { ...names, outcomes, cause: proof.message });
  }
  const { mixed } = await goLive(desk, {
    record,
    proven: proof !== undefined,
    by: proof === undefined ? "deploy" : "smoke-test",
    kind: "deploy",
    ...(head.hold === undefined ? {} : { hold: "lift" as const }),
  });
  if (mixed.length > 0) return found("failed", `interfered: ${mixed.join("; ")}`, { ...names, outcomes });
  return went("live", `release ${id} is live`, { ...names, outcomes, proven: proof !== undefined });
}

const hintOf = (blocks: readonly { readonly hint: string }[]) =>
  blocks[0] === undefined ? {} : { next: blocks[0].hint };

/** This run began it and was ended in the middle, with the very same bundle: it goes on instead of beginning anew. */
function ownUnfinished(head: Head, runner: Runner, digest: string): Entry | undefined {
  return head.entries.findLast(
    (entry) =>
      (entry.status === "pending" || entry.status === "applied") &&
      entry.kind === "deploy" &&
      entry.bundle === digest &&
      sameRun(entry.holder, runner.holder),
  );
}

function entryFor(
  desk: Desk,
  input: DeployInput,
  { id, order, digest }: { id: string; order: number; digest: string },
) {
  const { runner, irreversible } = input;
  const gate = textAt(input.gate, "summary");
  return {
    id,
    order,
    kind: "deploy" as const,
    made: isoTime(desk.clock.now()),
    holder: runner.holder,
    actor: runner.actor,
    bundle: digest,
    ...(runner.commit === undefined ? {} : { commit: runner.commit }),
    ...(irreversible === undefined ? {} : { irreversible }),
    ...(gate === undefined ? {} : { gate }),
  };
}
