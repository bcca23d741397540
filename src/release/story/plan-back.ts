import { isHashNamed } from "../bundle/secrets.ts";
import { keyOf, titleOf } from "../kube/object.ts";
import { inParallel } from "../parallel.ts";
import { makePlan } from "../plan/make.ts";
import type { Plan } from "../plan/plan.ts";
import type { Head } from "../record/head.ts";
import { inventory, type ReleaseRecord } from "../record/record.ts";
import { readRecord } from "../record/record-store.ts";
import type { RecordedSecret } from "./recorded-secrets.ts";
import type { Desk } from "./site.ts";

/** A rollback must not be stopped by a cap: it removes only what the undone releases brought. */
export const mostPruned = 10_000;

/** What bringing this record's bundle back would do. */
export async function planBack(desk: Desk, head: Head, record: ReleaseRecord, id: string): Promise<Plan> {
  const { kube, namespace, identity } = desk;
  const records = await inParallel(head.entries, 4, (entry) => readRecord(kube, namespace, identity, entry.id));
  // Secrets stay: they are not in the bundle, but they are this release's
  const own = new Set(record.secrets.map(({ ref }) => keyOf(ref)));
  return makePlan(
    record.objects.filter(({ kind }) => kind !== "Job"),
    {
      kube,
      stamp: { identity, release: id },
      takeOver: [],
      rollback: true,
      untriable: new Set(),
      earlier: records.map((one) => inventory(one).filter((ref) => !own.has(keyOf(ref)))),
      cap: mostPruned,
    },
  );
}

/** What the user is told of that is not, or was not, as the bundle has it. */
export function keptLines(plan: Plan, secrets: readonly RecordedSecret[]): readonly string[] {
  const changed = secrets.filter(({ ref, now }) => now === "changed" && !isHashNamed(ref.name));
  return [
    ...changed.map(({ ref }) => `${titleOf(ref)} changed since and is left as it is`),
    ...plan.kept,
    ...plan.objects.flatMap(({ ref, taken }) =>
      taken.map((one) => `${titleOf(ref)}: ${one.field} taken over from ${one.manager}`),
    ),
  ];
}
