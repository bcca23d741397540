import { manager } from "../identity/marks.ts";
import { titleOf } from "../kube/object.ts";
import { makePlan, planLines } from "../plan/make.ts";
import { entryOf } from "../record/head.ts";
import { readHead } from "../record/head-store.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { readRecord } from "../record/record-store.ts";
import type { Grace } from "../wait/state.ts";
import { conclude, liveMessage } from "./conclude.ts";
import { enact } from "./enact.ts";
import type { Prove } from "./prove.ts";
import { recordedSecrets } from "./recorded-secrets.ts";
import { broke, found, type Result, went } from "./result.ts";
import { reviveStatefulSets } from "./revive.ts";
import type { Desk, Runner, Site } from "./site.ts";
import { stoppedMessage, unlessStopped } from "./stopped.ts";
import { underLease } from "./under-lease.ts";

export interface ResumeInput {
  readonly runner: Runner;
  readonly release: string | undefined;
  readonly timeoutMs: number;
  readonly patience: Grace;
  readonly logLines: number;
  readonly prove?: Prove;
}

/** Takes up what a killed or cancelled run began, from its record alone. */
export async function resume(site: Site, input: ResumeInput): Promise<Result> {
  return unlessStopped(
    site.signal,
    () => resumeWhole(site, input),
    () => broke("interrupted", stoppedMessage, { next: `tidegate release resume; ${orBack}` }),
  );
}

const listed = "tidegate release list shows what is on record";
const freeing = "run again when that run has ended; if it is gone: tidegate release unlock --reason TEXT";
const orBack = "to go back: tidegate release rollback";

async function resumeWhole(site: Site, input: ResumeInput): Promise<Result> {
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const held = await underLease(site, input.runner, deadline, async (desk) => ({
    value: await resumeHeld(desk, input, deadline),
    after: "give-back" as const,
  }));
  return held.held
    ? held.value
    : broke("busy", `${held.holder} holds the lease and did not give it back in time`, { next: freeing });
}

async function resumeHeld(desk: Desk, input: ResumeInput, deadline: number): Promise<Result> {
  const { kube, namespace, identity } = desk;
  const { head } = await readHead(kube, namespace, identity);
  const begun = head.entries.findLast(({ status }) => status === "pending" || status === "applied");
  const entry = input.release === undefined ? begun : entryOf(head, input.release);
  if (entry === undefined) return went("not-needed", "nothing was left unfinished");
  if (entry.status !== "pending" && entry.status !== "applied")
    return found("refused", `release ${entry.id} is ${entry.status}: there is nothing to resume`, { next: listed });
  if (entry.id !== begun?.id)
    return found("refused", `release ${begun?.id} came after ${entry.id}; resume that one, or roll back`, {
      next: `tidegate release resume; ${orBack}`,
    });
  const record = await readRecord(kube, namespace, identity, entry.id);
  const lost = await secretsLost(desk, record);
  if (lost.length > 0)
    return found(
      "refused",
      `${lost.join(", ")}: not as this release had it, and values of Secrets are never recorded; run its job again instead`,
      { next: orBack },
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
  if (plan.blocks.length > 0)
    return found("refused", plan.blocks.map(({ message }) => message).join("\n"), { plan, next: orBack });
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
    ...(entry.kind === "rollback" ? { applied: (objects) => reviveStatefulSets(desk, objects) } : {}),
  });
  if (!enacted.ok) return found("failed", enacted.cause, { release: entry.id, ...enacted, next: orBack });
  const release = entry.id;
  const ended = await conclude(desk, { record, kind: entry.kind, prove: input.prove, secrets: false });
  if (ended.status === "applied") return broke("applied", ended.message, { release, next: orBack });
  if (ended.status === "failed") return found("failed", ended.cause, { release, cause: ended.cause, next: orBack });
  return went("live", liveMessage(release, ended.proven), { release, proven: ended.proven });
}

/** Values of Secrets are never recorded: where one is not as this release had it, only its own job can go on. */
async function secretsLost(desk: Desk, record: ReleaseRecord): Promise<readonly string[]> {
  return (await recordedSecrets(desk, record)).filter(({ now }) => now !== "same").map(({ ref }) => titleOf(ref));
}

/** Managers whose fields this release was already allowed to take. */
function takenBy(record: ReleaseRecord, ours: string): readonly string[] {
  return [...new Set(record.takenOver.map((line) => line.split(" from ").at(-1) ?? ours))];
}
