import { at, put } from "../json/path.ts";
import { objectOr } from "../json/value.ts";
import type { KubeObject } from "../object.ts";

/** A job finds its pods by labels made of its own identity, unless it says how it selects them itself. */
export function jobAllocation(job: KubeObject): KubeObject {
  if (at(job, "spec", "manualSelector") === true) return job;
  const { uid = "", name } = job.metadata;
  const own = { "batch.kubernetes.io/controller-uid": uid };
  const labels = {
    ...objectOr(at(job, "spec", "template", "metadata", "labels")),
    ...own,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  const matchLabels = { ...objectOr(at(job, "spec", "selector", "matchLabels")), ...own };
  const selected = put(job, ["spec", "selector", "matchLabels"], matchLabels);
  const labelled = put(selected, ["spec", "template", "metadata", "labels"], labels);
  // A job without labels of its own takes those of its pods.
  return job.metadata.labels === undefined ? put(labelled, ["metadata", "labels"], labels) : labelled;
}
