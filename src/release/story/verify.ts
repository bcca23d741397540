import { isoTime } from "../clock.ts";
import { type Entry, entryOf, type Head } from "../record/head.ts";
import { changeHead, readHead } from "../record/head-store.ts";
import { move } from "../record/moves.ts";
import { readRecord } from "../record/record-store.ts";
import { goLive } from "./finish.ts";
import type { Prove } from "./prove.ts";
import { broke, found, type Result, went } from "./result.ts";
import { type Desk, type Runner, type Site, sameRun } from "./site.ts";
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
  const deadline = site.clock.elapsed() + input.timeoutMs;
  const held = await underLease(site, input.runner, deadline, async (desk) => {
    const result = await verifyHeld(desk, input);
    return { value: result, after: result.status === "failed" ? { parkMs: input.windowMs } : "give-back" };
  });
  return held.held ? held.value : broke("busy", `${held.holder} holds the lease and did not give it back in time`);
}

async function verifyHeld(desk: Desk, input: VerifyInput): Promise<Result> {
  const { kube, namespace, identity, clock } = desk;
  const { head } = await readHead(kube, namespace, identity);
  const entry = sought(head, input);
  if (entry === undefined)
    return broke(
      "refused",
      `no release ${input.release ?? "of this run"} is on record for ${identity.app}/${identity.environment}`,
    );
  const id = entry.id;
  if (entry.status !== "applied" && entry.status !== "live")
    return found(entry.status, `release ${id} is ${entry.status}, so there is nothing to prove`, { release: id });
  const record = await readRecord(kube, namespace, identity, id);
  const proof = await input.prove(desk, record);
  if (entry.status === "live")
    return (proof.verdict === "ok" ? went : proof.verdict === "findings" ? found : broke)("live", proof.message, {
      release: id,
    });
  if (proof.verdict === "tool-error")
    return broke("applied", `${proof.message}; the release stays applied`, {
      release: id,
      next: "run this job again; its lease ends by itself",
    });
  if (proof.verdict === "findings") {
    const facts = { at: isoTime(clock.now()), cause: proof.message };
    await changeHead(kube, namespace, identity, (now) => move(now, id, "failed", "smoke-test", facts));
    return found("failed", proof.message, { release: id, cause: proof.message });
  }
  const lift = head.hold !== undefined && entry.kind === "deploy" ? { hold: "lift" as const } : {};
  const { mixed } = await goLive(desk, { record, proven: true, by: "smoke-test", kind: entry.kind, ...lift });
  if (mixed.length === 0) return went("live", `release ${id} is live`, { release: id, proven: true });
  const cause = `interfered: ${mixed.join("; ")}`;
  await changeHead(kube, namespace, identity, (now) =>
    move(now, id, "failed", "smoke-test", { at: isoTime(clock.now()), cause }),
  );
  return found("failed", cause, { release: id, cause });
}

function sought(head: Head, { release, runner }: VerifyInput): Entry | undefined {
  if (release !== undefined) return entryOf(head, release);
  return head.entries.findLast((entry) => sameRun(entry.holder, runner.holder) && entry.kind === "deploy");
}
