import { nameJob } from "../bundle/stamp.ts";
import { inParallel } from "../parallel.ts";
import { makePlan } from "../plan/make.ts";
import type { Plan } from "../plan/plan.ts";
import type { Head } from "../record/head.ts";
import { inventory } from "../record/record.ts";
import { readRecord } from "../record/record-store.ts";
import type { Bundle } from "./bundle.ts";
import type { DeployInput } from "./deploy.ts";
import type { Desk } from "./site.ts";

/** What bringing this bundle live would do, beside what is there and what earlier releases had. */
export async function planDeploy(
  { kube, identity, namespace }: Desk,
  { runner, takeOver, pruneCap }: DeployInput,
  bundle: Bundle,
  { head, id }: { readonly head: Head; readonly id: string },
): Promise<Plan> {
  const records = await inParallel(head.entries, 4, (entry) => readRecord(kube, namespace, identity, entry.id));
  return makePlan(
    bundle.objects.map((object) => nameJob(object, id)),
    {
      kube,
      stamp: { identity, release: id, ...(runner.commit === undefined ? {} : { commit: runner.commit }) },
      takeOver,
      rollback: false,
      untriable: bundle.undiscovered,
      earlier: records.filter((record) => record.id !== id).map(inventory),
      cap: pruneCap,
    },
  );
}
