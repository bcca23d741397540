import { isHashNamed, markSecret } from "../bundle/secrets.ts";
import { isoTime } from "../clock.ts";
import type { Cause } from "../diagnose/cause.ts";
import { diagnose } from "../diagnose/diagnose.ts";
import { releaseId } from "../identity/names.ts";
import { keyOf, titleOf } from "../kube/object.ts";
import { recordedOrder } from "../order/supersede.ts";
import { inParallel } from "../parallel.ts";
import { makePlan, planLines } from "../plan/make.ts";
import { type Entry, type Hold, nextSequence } from "../record/head.ts";
import { changeHead, readHead } from "../record/head-store.ts";
import { move } from "../record/moves.ts";
import { inventory, type ReleaseRecord } from "../record/record.ts";
import { readRecord } from "../record/record-store.ts";
import { secretKey } from "../record/secret-key.ts";
import { needsWaiting } from "../wait/needed.ts";
import { waitFor } from "../wait/wait.ts";
import { enact } from "./enact.ts";
import { goLive } from "./finish.ts";
import { findWay, type Way, type Wish } from "./going-back.ts";
import type { Prove } from "./prove.ts";
import { reviveStatefulSets } from "./revive.ts";
import type { Desk, Runner, Site } from "./site.ts";
import { underLease, withoutLease } from "./under-lease.ts";

export interface RollbackInput extends Omit<Wish, "holder"> {
  readonly runner: Runner;
  readonly timeoutMs: number;
  readonly patience: {
    readonly graceMs: number;
    readonly settleMs: number;
    readonly fatalExitCodes: readonly number[];
  };
  readonly logLines: number;
  readonly dryRun: boolean;
  readonly prove?: Prove;
  /** Is this image still in its registry? Unknown never stops a rollback. */
  readonly imageThere: (name: string, digest: string) => Promise<"there" | "missing" | "unknown">;
}

export interface WentBack {
  readonly result:
    | "rolled-back"
    | "not-needed"
    | "nothing-to-go-back-to"
    | "rollback-failed"
    | "refused"
    | "planned"
    | "busy";
  readonly message: string;
  readonly release?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cause?: string;
  readonly causes: readonly Cause[];
  /** What could not be put back as it was, and fields taken over from others. */
  readonly kept: readonly string[];
}

export async function rollback(site: Site, input: RollbackInput): Promise<WentBack> {
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const reader = site.connection.view(site.signal);
  const wish = { ...input, holder: input.runner.holder };
  const { head } = await readHead(reader, site.namespace, site.identity);
  const early = findWay(head, wish);
  if (!early.go && early.why !== "nothing-to-go-back-to") return told(early);
  if (input.dryRun) return rollbackHeld(withoutLease(site, input.runner), input, wish, deadline);
  const held = await underLease(site, input.runner, deadline, async (desk) => ({
    value: await rollbackHeld(desk, input, wish, deadline),
    after: "give-back" as const,
  }));
  if (held.held) return held.value;
  return {
    result: "busy",
    message: `${held.holder} holds the lease and did not give it back in time; run again`,
    causes: [],
    kept: [],
  };
}

async function rollbackHeld(desk: Desk, input: RollbackInput, wish: Wish, deadline: number): Promise<WentBack> {
  const { kube, namespace, identity, say } = desk;
  const { head } = await readHead(kube, namespace, identity);
  const way = findWay(head, wish);
  const causes = way.undone === undefined ? [] : await lookBefore(desk, way.undone, input);
  if (!way.go) return { ...told(way), causes };
  const { undone, target } = way;
  say(`going back from ${undone.id} (${undone.status}) to ${target.id}`);
  const record = await readRecord(kube, namespace, identity, target.id);
  const gone = await missingImages(record, input);
  const about = { from: undone.id, to: target.id, causes };
  if (gone.length > 0)
    return {
      ...about,
      result: "rollback-failed",
      message: `not begun: no longer in the registry: ${gone.join(", ")}`,
      kept: [],
    };
  const secrets = await compareSecrets(desk, record);
  if (secrets.lost.length > 0)
    return { ...about, result: "rollback-failed", message: `not begun: ${secrets.lost.join("; ")}`, kept: [] };
  const order = recordedOrder(head, input.runner.order);
  const id = releaseId(order, nextSequence(head, order));
  const records = await inParallel(head.entries, 4, (entry) => readRecord(kube, namespace, identity, entry.id));
  const plan = await makePlan(
    record.objects.filter(({ kind }) => kind !== "Job"),
    {
      kube,
      stamp: { identity, release: id },
      takeOver: [],
      rollback: true,
      untriable: new Set(),
      // Secrets stay: they are not in the bundle, but they are this release's
      earlier: records
        .map(inventory)
        .map((refs) => refs.filter((ref) => !record.secrets.some((secret) => keyOf(secret.ref) === keyOf(ref)))),
      cap: mostPruned,
    },
  );
  planLines(plan).forEach(say);
  const kept = [
    ...secrets.changed,
    ...plan.kept,
    ...plan.objects.flatMap(({ ref, taken }) =>
      taken.map((one) => `${titleOf(ref)}: ${one.field} taken over from ${one.manager}`),
    ),
  ];
  if (plan.blocks.length > 0) {
    return {
      ...about,
      result: "rollback-failed",
      message: `nothing was changed: ${plan.blocks.map(({ message }) => message).join("; ")}`,
      kept,
    };
  }
  if (input.dryRun)
    return {
      ...about,
      result: "planned",
      message: `dry run: ${undone.id} would be undone, ${target.id} re-applied`,
      kept,
    };
  const enacted = await enact(desk, {
    plan,
    entry: entryFor(desk, input, way, { id, order }),
    resumed: false,
    facts: {
      images: record.images,
      scansRequired: record.scansRequired,
      namespaces: record.namespaces,
      run: input.runner.facts,
    },
    secretKey: undefined,
    secrets: record.secrets,
    cap: mostPruned,
    takeOver: [],
    rollback: true,
    deadline,
    patience: input.patience,
    logLines: input.logLines,
    applied: (objects) => reviveStatefulSets(desk, objects),
  });
  const full = { ...about, release: id, kept };
  if (!enacted.ok)
    return {
      ...full,
      result: "rollback-failed",
      message: enacted.cause,
      cause: enacted.cause,
      causes: [...enacted.causes, ...causes],
    };
  const proof = await input.prove?.(desk, enacted.record);
  if (proof !== undefined && proof.verdict !== "ok") {
    const facts = { at: isoTime(desk.clock.now()), cause: proof.message };
    await changeHead(kube, namespace, identity, (now) => move(now, id, "failed", "rollback", facts));
    return { ...full, result: "rollback-failed", message: proof.message, cause: proof.message };
  }
  const { mixed } = await goLive(desk, {
    record: enacted.record,
    proven: proof !== undefined,
    by: "rollback",
    kind: "rollback",
    hold: holdOn(desk, undone, input),
  });
  if (mixed.length > 0) return { ...full, result: "rollback-failed", message: `interfered: ${mixed.join("; ")}` };
  return {
    ...full,
    result: "rolled-back",
    message: `release ${target.id} is live again, as ${id}; deploys are held until ${undone.id} is mended`,
  };
}

/** A rollback must not be stopped by a cap: it removes only what the undone releases brought. */
const mostPruned = 10_000;

const told = (way: Extract<Way, { go: false }>): WentBack => ({
  result: way.why,
  message: way.message,
  causes: [],
  kept: [],
  ...(way.undone === undefined ? {} : { from: way.undone.id }),
});

/** What is wrong now is gone once the old release is back, so it is looked at first. */
async function lookBefore(desk: Desk, undone: Entry, input: RollbackInput): Promise<readonly Cause[]> {
  const record = await readRecord(desk.kube, desk.namespace, desk.identity, undone.id).catch(() => undefined);
  if (record === undefined) return [];
  const objects = record.objects.filter(needsWaiting);
  const patience = { ...input.patience, elapsedMs: Number.POSITIVE_INFINITY };
  const seen = await waitFor(objects, {
    ...desk,
    say: () => {},
    deadline: desk.clock.elapsed() + 1_000,
    patience: input.patience,
  });
  return seen.verdict === "ready"
    ? []
    : diagnose({
        kube: desk.kube,
        outcomes: seen.outcomes,
        objects,
        pods: seen.pods,
        patience,
        logLines: input.logLines,
      });
}

async function missingImages(record: ReleaseRecord, input: RollbackInput): Promise<readonly string[]> {
  const answers = await Promise.all(
    record.images.map(async ({ name, digest }) => ({ name, digest, there: await input.imageThere(name, digest) })),
  );
  return answers.filter(({ there }) => there === "missing").map(({ name, digest }) => `${name}@${digest}`);
}

/** Secrets are not in the record. One that changed under a fixed name is named and left; one that is gone cannot be made. */
async function compareSecrets(
  desk: Desk,
  record: ReleaseRecord,
): Promise<{ changed: readonly string[]; lost: readonly string[] }> {
  if (record.secrets.length === 0) return { changed: [], lost: [] };
  const key = await secretKey(desk.kube, desk.namespace, desk.identity, () => Buffer.alloc(32));
  const looked = await inParallel(record.secrets, 4, async (mark) => ({ mark, live: await desk.kube.get(mark.ref) }));
  const lost = looked
    .filter(({ live }) => live === undefined)
    .map(({ mark }) => `${titleOf(mark.ref)} is gone, and values of Secrets are never recorded`);
  const changed = looked.flatMap(({ mark, live }) =>
    live !== undefined && !isHashNamed(mark.ref.name) && markSecret(live, key).digest !== mark.digest
      ? [`${titleOf(mark.ref)} changed since and is left as it is`]
      : [],
  );
  return { changed, lost };
}

function entryFor(
  desk: Desk,
  input: RollbackInput,
  way: Extract<Way, { go: true }>,
  { id, order }: { id: string; order: number },
) {
  const { target, undone, crossed } = way;
  const note = [input.reason, ...crossed.map((one) => `crossed irreversible ${one.id}`)]
    .filter((one) => one !== undefined)
    .join("; ");
  return {
    id,
    order,
    kind: "rollback" as const,
    made: isoTime(desk.clock.now()),
    holder: input.runner.holder,
    actor: input.runner.actor,
    bundle: target.bundle,
    undoes: undone.id,
    bundleOf: target.bundleOf ?? target.id,
    ...(target.commit === undefined ? {} : { commit: target.commit }),
    ...(note === "" ? {} : { cause: note }),
  };
}

function holdOn(desk: Desk, undone: Entry, input: RollbackInput): Hold {
  const { cause, commit } = undone;
  return {
    release: undone.id,
    reason: input.reason ?? cause ?? "rolled back",
    at: isoTime(desk.clock.now()),
    by: input.runner.actor,
    ...(commit === undefined ? {} : { commit }),
  };
}
