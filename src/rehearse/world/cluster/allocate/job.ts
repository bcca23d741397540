import { at, put } from "../json/path.ts";
import { objectOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";

/** A job finds its pods by labels made of its own identity, unless it says how it selects them itself. */
export function jobAllocation(job: KubeObject): KubeObject {
  if (at(job, "spec", "manualSelector") === true || at(job, "spec", "selector") !== undefined) return job;
  const { uid = "", name } = job.metadata;
  const labels = {
    ...objectOr(at(job, "spec", "template", "metadata", "labels")),
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  const selected = put(job, ["spec", "selector"], { matchLabels: { "batch.kubernetes.io/controller-uid": uid } });
  return put(selected, ["spec", "template", "metadata", "labels"], labels);
}
