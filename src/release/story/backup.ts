import { stampObject, stampWritten } from "../bundle/stamp.ts";
import type { Cause } from "../diagnose/cause.ts";
import { diagnose } from "../diagnose/diagnose.ts";
import { manager } from "../identity/marks.ts";
import { jobName } from "../identity/names.ts";
import { objectsAt, textAt } from "../json/json.ts";
import { type KubeObject, refOf } from "../kube/object.ts";
import { waitFor } from "../wait/wait.ts";
import type { Desk } from "./site.ts";

export interface BackupOptions {
  readonly job: KubeObject;
  readonly namespace: string;
  readonly release: string;
  readonly deadline: number;
  readonly logLines: number;
  /** nothing was ever live here: there may be nothing yet to save, nor a place to save it to */
  readonly first: boolean;
}

/** The claims that the Job's pods mount and the cluster does not have. */
async function missingClaims({ kube }: Desk, job: KubeObject, namespace: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const volume of objectsAt(job, "spec", "template", "spec", "volumes")) {
    const name = textAt(volume, "persistentVolumeClaim", "claimName");
    if (name === undefined) continue;
    if ((await kube.get({ apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace })) === undefined)
      missing.push(name);
  }
  return missing;
}

/** Runs the Job under the release's own name and waits for it; its failure stops the deploy before the first change. */
export async function backUp(desk: Desk, options: BackupOptions): Promise<Cause | undefined> {
  const { job, release } = options;
  const named: KubeObject = {
    ...job,
    metadata: {
      ...job.metadata,
      name: jobName(job.metadata.name, release),
      namespace: refOf(job).namespace ?? options.namespace,
    },
  };
  const namespace = refOf(named).namespace ?? options.namespace;
  const missing = options.first ? await missingClaims(desk, named, namespace) : [];
  if (missing.length > 0) {
    desk.say(`backup: left out, for nothing was ever live here and ${missing.join(", ")} is not there yet`);
    return undefined;
  }
  const object = stampWritten(stampObject(named, desk), release, desk.lease.epoch);
  const failure = (message: string): Cause => ({
    code: "refused",
    ref: refOf(object),
    message,
    events: [],
    log: [],
    advice: "mend the backup Job; nothing has been changed",
  });
  const applied = await desk.kube.apply(object, { manager: manager(desk.identity) });
  if (!applied.ok) return failure(applied.failure.message);
  desk.say(`backup: ${object.metadata.name} is running`);
  const patience = { graceMs: 60_000, settleMs: 15_000, fatalExitCodes: [] };
  const waited = await waitFor([applied.object], { ...desk, deadline: options.deadline, patience });
  if (waited.verdict === "ready") return undefined;
  const causes = await diagnose({
    kube: desk.kube,
    outcomes: waited.outcomes,
    objects: [applied.object],
    pods: waited.pods,
    patience: { ...patience, elapsedMs: Number.POSITIVE_INFINITY },
    logLines: options.logLines,
  });
  return causes[0] ?? failure("it did not end in time");
}
