import { markSecret } from "../bundle/secrets.ts";
import { manager } from "../identity/marks.ts";
import { titleOf } from "../kube/object.ts";
import { inParallel } from "../parallel.ts";
import { makePlan, planLines } from "../plan/make.ts";
import { type Entry, entryOf } from "../record/head.ts";
import { readHead } from "../record/head-store.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { readRecord } from "../record/record-store.ts";
import { secretKey } from "../record/secret-key.ts";
import { enact } from "./enact.ts";
import { goLive } from "./finish.ts";
import type { Prove } from "./prove.ts";
import { broke, found, type Result, went } from "./result.ts";
import type { Desk, Runner, Site } from "./site.ts";
import { underLease } from "./under-lease.ts";

export interface ResumeInput {
  readonly runner: Runner;
  readonly release: string | undefined;
  readonly timeoutMs: number;
  readonly patience: {
    readonly graceMs: number;
    readonly settleMs: number;
    readonly fatalExitCodes: readonly number[];
  };
  readonly logLines: number;
  readonly prove?: Prove;
}

/** Takes up what a killed or cancelled run began, from its record alone. */
export async function resume(site: Site, input: ResumeInput): Promise<Result> {
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const held = await underLease(site, input.runner, deadline, async (desk) => ({
    value: await resumeHeld(desk, input, deadline),
    after: "give-back" as const,
  }));
  return held.held
    ? held.value
    : broke("busy", `${held.holder} holds the lease; if that run is gone: tidegate release unlock`);
}

async function resumeHeld(desk: Desk, input: ResumeInput, deadline: number): Promise<Result> {
  const { kube, namespace, identity } = desk;
  const { head } = await readHead(kube, namespace, identity);
  const begun = head.entries.findLast(({ status }) => status === "pending" || status === "applied");
  const entry = input.release === undefined ? begun : entryOf(head, input.release);
  if (entry === undefined) return went("not-needed", "nothing was left unfinished");
  if (entry.status !== "pending" && entry.status !== "applied")
    return found("refused", `release ${entry.id} is ${entry.status}: there is nothing to resume`);
  if (entry.id !== begun?.id)
    return found("refused", `release ${begun?.id} came after ${entry.id}; resume that one, or roll back`);
  const record = await readRecord(kube, namespace, identity, entry.id);
  const lost = await secretsLost(desk, record);
  if (lost.length > 0)
    return found(
      "refused",
      `${lost.join(", ")}: not as this release had it, and values of Secrets are never recorded; run its job again instead`,
    );
  const plan = await makePlan(record.objects, {
    kube,
    stamp: { identity, release: entry.id },
    takeOver: takenBy(record, manager(identity)),
    rollback: entry.kind === "rollback",
    untriable: new Set(),
    earlier: [],
    cap: undefined,
  });
  planLines(plan).forEach(desk.say);
  if (plan.blocks.length > 0) return found("refused", plan.blocks.map(({ message }) => message).join("\n"), { plan });
  const enacted = await enact(desk, {
    plan: { ...plan, prune: record.prune.refs },
    entry,
    resumed: true,
    facts: record,
    secretKey: undefined,
    secrets: record.secrets,
    cap: record.prune.cap,
    takeOver: takenBy(record, manager(identity)),
    rollback: entry.kind === "rollback",
    deadline,
    patience: input.patience,
    logLines: input.logLines,
  });
  if (!enacted.ok)
    return found("failed", enacted.cause, {
      release: entry.id,
      causes: enacted.causes,
      outcomes: enacted.outcomes,
      cause: enacted.cause,
    });
  return finish(desk, input, entry, record);
}

async function finish(desk: Desk, input: ResumeInput, entry: Entry, record: ReleaseRecord): Promise<Result> {
  const proof = await input.prove?.(desk, record);
  if (proof !== undefined && proof.verdict !== "ok")
    return broke("applied", proof.message, { release: entry.id, next: "tidegate release rollback" });
  const by = entry.kind === "rollback" ? "rollback" : "deploy";
  const { mixed } = await goLive(desk, { record, proven: proof !== undefined, by, kind: entry.kind });
  if (mixed.length > 0) return found("applied", `interfered: ${mixed.join("; ")}`, { release: entry.id });
  return went("live", `release ${entry.id} is live`, { release: entry.id, proven: proof !== undefined });
}

async function secretsLost(desk: Desk, record: ReleaseRecord): Promise<readonly string[]> {
  if (record.secrets.length === 0) return [];
  const key = await secretKey(desk.kube, desk.namespace, desk.identity, () => Buffer.alloc(32));
  const looked = await inParallel(record.secrets, 4, async (mark) => ({ mark, live: await desk.kube.get(mark.ref) }));
  return looked
    .filter(({ mark, live }) => live === undefined || markSecret(live, key).digest !== mark.digest)
    .map(({ mark }) => titleOf(mark.ref));
}

/** Managers whose fields this release was already allowed to take. */
function takenBy(record: ReleaseRecord, ours: string): readonly string[] {
  return [...new Set(record.takenOver.map((line) => line.split(" from ").at(-1) ?? ours))];
}
