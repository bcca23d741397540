import type { Cause } from "../diagnose/cause.ts";
import { ReleaseError } from "../error.ts";
import { releaseId } from "../identity/names.ts";
import { recordedOrder } from "../order/supersede.ts";
import { planLines } from "../plan/make.ts";
import type { Plan } from "../plan/plan.ts";
import { type Entry, nextSequence } from "../record/head.ts";
import { readHead } from "../record/head-store.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { readRecord } from "../record/record-store.ts";
import type { Grace } from "../wait/state.ts";
import { conclude } from "./conclude.ts";
import { enact } from "./enact.ts";
import { findWay, further, type Way, type Wish } from "./going-back.ts";
import { lookBefore } from "./look-before.ts";
import { whatIsLost } from "./lost.ts";
import { keptLines, mostPruned, planBack } from "./plan-back.ts";
import type { Prove } from "./prove.ts";
import { recordedSecrets } from "./recorded-secrets.ts";
import { reviveStatefulSets } from "./revive.ts";
import { rollbackEntry } from "./rollback-entry.ts";
import type { Desk, Runner, Site } from "./site.ts";
import { stoppedMessage, unlessStopped } from "./stopped.ts";
import { underLease, withoutLease } from "./under-lease.ts";
import { back, noWay, type WentBack } from "./went-back.ts";

export interface RollbackInput extends Omit<Wish, "holder"> {
  readonly runner: Runner;
  readonly timeoutMs: number;
  readonly patience: Grace;
  readonly logLines: number;
  readonly dryRun: boolean;
  readonly prove?: Prove;
  /** Is this image still in its registry? Unknown never stops a rollback. */
  readonly imageThere: (name: string, digest: string) => Promise<"there" | "missing" | "unknown">;
}

const freeing = "run again when that run has ended; if it is gone: tidegate release unlock --reason TEXT";
const again = "run this job again, or: tidegate release rollback";

export async function rollback(site: Site, input: RollbackInput): Promise<WentBack> {
  return unlessStopped(
    site.signal,
    () => rollbackWhole(site, input),
    () => back("interrupted", stoppedMessage, { next: again }),
  );
}

async function rollbackWhole(site: Site, input: RollbackInput): Promise<WentBack> {
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const wish = { ...input, holder: input.runner.holder };
  const { head } = await readHead(site.connection.view(site.signal), site.namespace, site.identity);
  const early = findWay(head, wish);
  // with nothing to go back to there is still something to diagnose
  if (!early.go && early.why !== "nothing-to-go-back-to") return noWay(early);
  if (input.dryRun) return rollbackHeld(withoutLease(site, input.runner), input, wish, deadline);
  const held = await underLease(site, input.runner, deadline, async (desk) => ({
    value: await rollbackHeld(desk, input, wish, deadline),
    after: "give-back" as const,
  }));
  if (held.held) return held.value;
  return back("busy", `${held.holder} holds the lease and did not give it back in time`, { next: freeing });
}

async function rollbackHeld(desk: Desk, input: RollbackInput, wish: Wish, deadline: number): Promise<WentBack> {
  const { kube, namespace, identity, say } = desk;
  const { head } = await readHead(kube, namespace, identity);
  const way = findWay(head, wish);
  const causes = way.undone === undefined ? [] : await lookBefore(desk, way.undone, input);
  if (!way.go) return noWay(way, causes);
  const { undone, target } = way;
  say(`going back from ${undone.id} (${undone.status}) to ${target.id}`);
  const record = await readRecord(kube, namespace, identity, target.id);
  const secrets = await recordedSecrets(desk, record);
  const about = { from: undone.id, to: target.id, causes };
  const lost = await whatIsLost(record, secrets, input);
  if (lost.length > 0) return back("rollback-failed", `not begun: ${lost.join("; ")}`, { ...about, next: further });
  const order = recordedOrder(head, input.runner.order);
  const id = releaseId(order, nextSequence(head, order));
  const plan = await planBack(desk, head, record, id);
  planLines(plan).forEach(say);
  const kept = keptLines(plan, secrets);
  if (plan.blocks.length > 0) {
    const message = plan.blocks.map((block) => block.message).join("; ");
    return back("rollback-failed", `nothing was changed: ${message}`, { ...about, kept, next: further });
  }
  if (input.dryRun)
    return back("planned", `dry run: ${undone.id} would be undone, ${target.id} re-applied`, { ...about, kept, plan });
  const told = { ...about, release: id, kept };
  try {
    return await carryOut(desk, input, {
      way,
      plan,
      record,
      entry: rollbackEntry(desk, input, way, { id, order }),
      told,
      deadline,
    });
  } catch (error) {
    // whatever stopped it half way, it stays on record as begun: the same command takes it up again
    if (desk.signal.aborted || !(error instanceof ReleaseError)) throw error;
    return { ...failedBack(`stopped half way: ${error.message}`, told), next: again };
  }
}

type Told = Partial<WentBack> & { readonly causes: readonly Cause[] };

interface Decided {
  readonly way: Extract<Way, { go: true }>;
  readonly plan: Plan;
  readonly record: ReleaseRecord;
  readonly entry: Omit<Entry, "status" | "since" | "chunks">;
  readonly told: Told;
  readonly deadline: number;
}

async function carryOut(desk: Desk, input: RollbackInput, decided: Decided): Promise<WentBack> {
  const { plan, entry, record, told, deadline } = decided;
  const { undone, target } = decided.way;
  const enacted = await enact(desk, {
    plan,
    entry,
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
  if (!enacted.ok)
    return { ...failedBack(enacted.cause, { ...told, causes: [...enacted.causes, ...told.causes] }), next: further };
  const ended = await conclude(desk, { record: enacted.record, kind: "rollback", prove: input.prove, secrets: false });
  if (ended.status === "failed") return { ...failedBack(ended.cause, told), next: further };
  if (ended.status === "applied") return { ...failedBack(`not proven: ${ended.message}`, told), next: again };
  const message = `release ${target.id} is live again, as ${entry.id}; deploys are held until ${undone.id} is mended${ended.proven ? "" : " (unproven: no smoke checks ran)"}`;
  return back("rolled-back", message, told);
}

const failedBack = (cause: string, told: Told): WentBack => back("rollback-failed", cause, { ...told, cause });
