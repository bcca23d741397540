import { makePlan } from "../plan/make.ts";
import type { Plan } from "../plan/plan.ts";
import { entryOf, liveEntry } from "../record/head.ts";
import { readHead } from "../record/head-store.ts";
import { readRecord } from "../record/record-store.ts";
import type { Site } from "./site.ts";

export interface Drift {
  readonly release: string;
  readonly plan: Plan;
}

/** What bringing this release (the live one) back would change: nothing, where nobody touched the cluster since. */
export async function drift(site: Site, release: string | undefined): Promise<Drift | undefined> {
  const kube = site.connection.view(site.signal);
  const { head } = await readHead(kube, site.namespace, site.identity);
  const entry = release === undefined ? liveEntry(head) : entryOf(head, release);
  if (entry === undefined) return undefined;
  const record = await readRecord(kube, site.namespace, site.identity, entry.id);
  const plan = await makePlan(
    record.objects.filter(({ kind }) => kind !== "Job"),
    {
      kube,
      stamp: { identity: site.identity, release: entry.id },
      takeOver: [],
      rollback: true,
      untriable: new Set(),
      earlier: [],
      cap: undefined,
    },
  );
  return { release: entry.id, plan };
}
