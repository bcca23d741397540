import type { Cause } from "../diagnose/cause.ts";
import { diagnose } from "../diagnose/diagnose.ts";
import type { Entry } from "../record/head.ts";
import { readRecord } from "../record/record-store.ts";
import { needsWaiting } from "../wait/needed.ts";
import type { Grace } from "../wait/state.ts";
import { waitFor } from "../wait/wait.ts";
import { coverSecrets } from "./recorded-secrets.ts";
import type { Desk } from "./site.ts";

/** What is wrong now is gone once the old release is back, so it is looked at first. */
export async function lookBefore(
  desk: Desk,
  undone: Entry,
  { patience, logLines }: { readonly patience: Grace; readonly logLines: number },
): Promise<readonly Cause[]> {
  const record = await readRecord(desk.kube, desk.namespace, desk.identity, undone.id).catch(() => undefined);
  if (record === undefined) return [];
  await coverSecrets(desk, record);
  const objects = record.objects.filter(needsWaiting);
  const seen = await waitFor(objects, { ...desk, say: () => {}, deadline: desk.clock.elapsed() + 1_000, patience });
  if (seen.verdict === "ready") return [];
  return diagnose({
    kube: desk.kube,
    outcomes: seen.outcomes,
    objects,
    pods: seen.pods,
    patience: { ...patience, elapsedMs: Number.POSITIVE_INFINITY },
    logLines,
  });
}
