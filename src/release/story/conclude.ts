import { isoTime } from "../clock.ts";
import { changeHead } from "../record/head-store.ts";
import { move } from "../record/moves.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { goLive } from "./finish.ts";
import type { Prove } from "./prove.ts";
import type { Desk } from "./site.ts";

export interface ConcludeOptions {
  readonly record: ReleaseRecord;
  readonly kind: "deploy" | "rollback";
  /** Absent: live at once, unproven. */
  readonly prove: Prove | undefined;
  /** Were the bundle's Secrets written too? A rollback and a resumed release have none of their values. */
  readonly secrets: boolean;
}

export const liveMessage = (id: string, proven: boolean): string =>
  `release ${id} is live${proven ? "" : " (unproven: no smoke checks ran)"}`;

export type Concluded =
  | { readonly status: "live"; readonly proven: boolean }
  | { readonly status: "failed"; readonly cause: string }
  /** Nothing could be said about it, so it stays as it is. */
  | { readonly status: "applied"; readonly message: string };

/** From *applied* on, whoever applied it: the checks, the read-back, and one swap to *live*; or *failed* with its cause. */
export async function conclude(desk: Desk, options: ConcludeOptions): Promise<Concluded> {
  const { record, kind, secrets } = options;
  const proof = await options.prove?.(desk, record);
  if (proof?.verdict === "tool-error") return { status: "applied", message: proof.message };
  const by = kind === "rollback" ? "rollback" : proof === undefined ? "deploy" : "smoke-test";
  const fail = async (told: string): Promise<Concluded> => {
    const cause = desk.hide(told);
    const facts = { at: isoTime(desk.clock.now()), cause };
    await changeHead(desk.kube, desk.namespace, desk.identity, (now) => move(now, record.id, "failed", by, facts));
    return { status: "failed", cause };
  };
  if (proof?.verdict === "findings") return fail(proof.message);
  const proven = proof !== undefined;
  const { mixed } = await goLive(desk, { record, proven, by, secrets });
  return mixed.length > 0 ? fail(`interfered: ${mixed.slice(0, 5).join("; ")}`) : { status: "live", proven };
}
