import { type Entry, entryOf, type Head } from "../record/head.ts";
import { readHead } from "../record/head-store.ts";
import { readRecord } from "../record/record-store.ts";
import { conclude, liveMessage } from "./conclude.ts";
import type { Prove } from "./prove.ts";
import { coverSecrets } from "./recorded-secrets.ts";
import { broke, found, type Result, went } from "./result.ts";
import { type Desk, type Runner, type Site, sameRun } from "./site.ts";
import { stoppedMessage, unlessStopped } from "./stopped.ts";
import { underLease } from "./under-lease.ts";

export interface VerifyInput {
  readonly runner: Runner;
  /** The release to prove; undefined: the one this run deployed. */
  readonly release: string | undefined;
  readonly timeoutMs: number;
  /** How long the lease stays for a rollback step when the checks failed. */
  readonly windowMs: number;
  readonly prove: Prove;
}

/** The end of a deploy that asked for a later step: checks, then *live*; or *failed*, with the lease kept for going back. */
export async function verify(site: Site, input: VerifyInput): Promise<Result> {
  return unlessStopped(
    site.signal,
    () => verifyWhole(site, input),
    () => broke("interrupted", stoppedMessage, { next: again }),
  );
}

const orBack = "to go back: tidegate release rollback";
const again = `run this job again, or: tidegate release resume --smoke FILE; ${orBack}`;

async function verifyWhole(site: Site, input: VerifyInput): Promise<Result> {
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const held = await underLease(site, input.runner, deadline, async (desk) => {
    const result = await verifyHeld(desk, input);
    return { value: result, after: result.status === "failed" ? { parkMs: input.windowMs } : "give-back" };
  });
  return held.held
    ? held.value
    : broke("busy", `${held.holder} holds the lease and did not give it back in time`, { next: again });
}

async function verifyHeld(desk: Desk, input: VerifyInput): Promise<Result> {
  const { kube, namespace, identity } = desk;
  const { head } = await readHead(kube, namespace, identity);
  const entry = sought(head, input);
  if (entry === undefined)
    return broke(
      "refused",
      `no release ${input.release ?? "of this run"} is on record for ${identity.app}/${identity.environment}`,
      { next: "deploy with verify-window first; tidegate release list shows what is on record" },
    );
  const id = entry.id;
  if (entry.status !== "applied" && entry.status !== "live")
    return found(entry.status, `release ${id} is ${entry.status}, so there is nothing to prove`, {
      release: id,
      next: "tidegate release list shows what is live",
    });
  const record = await readRecord(kube, namespace, identity, id);
  await coverSecrets(desk, record);
  if (entry.status === "live") {
    const proof = await input.prove(desk, record);
    const end = proof.verdict === "ok" ? went : proof.verdict === "findings" ? found : broke;
    return end("live", proof.message, { release: id, ...(proof.verdict === "ok" ? {} : { next: orBack }) });
  }
  const { kind } = entry;
  const ended = await conclude(desk, { record, kind, prove: input.prove, secrets: kind === "deploy" });
  if (ended.status === "applied")
    return broke("applied", `${ended.message}; the release stays applied`, { release: id, next: again });
  if (ended.status === "failed") return found("failed", ended.cause, { release: id, cause: ended.cause, next: orBack });
  return went("live", liveMessage(id, ended.proven), { release: id, proven: ended.proven });
}

function sought(head: Head, { release, runner }: VerifyInput): Entry | undefined {
  if (release !== undefined) return entryOf(head, release);
  return head.entries.findLast((entry) => sameRun(entry.holder, runner.holder) && entry.kind === "deploy");
}
