import { templateMarks } from "../bundle/stamp.ts";
import { releaseAnnotation } from "../identity/marks.ts";
import { at, mapAt, objectsAt, textAt, textsAt } from "../json/json.ts";
import { type KubeObject, refOf } from "../kube/object.ts";
import { failed, type Look, type State } from "./state.ts";
import { isHopeless, told, troublesOf } from "./trouble.ts";

const isLeaving = (pod: KubeObject) => textAt(pod, "metadata", "deletionTimestamp") !== undefined;

/**
 * The pods that came from the workload's template as it is now: its selector finds them, and the annotation that names
 * the release which last changed the template tells them from the ones before.
 */
export function newestPods(workload: KubeObject, pods: Iterable<KubeObject>): readonly KubeObject[] {
  const release = templateMarks(workload)[releaseAnnotation];
  const namespace = refOf(workload).namespace;
  return [...pods].filter(
    (pod) =>
      refOf(pod).namespace === namespace &&
      !isLeaving(pod) &&
      matches(workload, pod) &&
      (release === undefined || textAt(pod, "metadata", "annotations", releaseAnnotation) === release),
  );
}

/** `spec.selector` as Kubernetes reads it. */
export function matches(workload: KubeObject, pod: KubeObject): boolean {
  const labels = mapAt(pod, "metadata", "labels");
  const wanted = Object.entries(mapAt(workload, "spec", "selector", "matchLabels"));
  const expressions = objectsAt(workload, "spec", "selector", "matchExpressions");
  if (wanted.length === 0 && expressions.length === 0) return false;
  const fits = expressions.every((one) => {
    const value = labels[textAt(one, "key") ?? ""];
    const values = textsAt(one, "values");
    const operator = at(one, "operator");
    if (operator === "In") return value !== undefined && values.includes(value);
    if (operator === "NotIn") return value === undefined || !values.includes(value);
    return operator === "Exists" ? value !== undefined : value === undefined;
  });
  return fits && wanted.every(([key, value]) => labels[key] === value);
}

/**
 * Failed when every pod of the newest revision is beyond hope: one bad pod among good ones may be its node's fault, and
 * the rollout can still end well.
 */
export function doomed({ pods, patience }: Look): State | undefined {
  const here = pods.filter((pod) => !isLeaving(pod));
  if (here.length === 0) return undefined;
  const hopeless = here.map((pod) => ({
    pod,
    trouble: troublesOf(pod, patience).find((one) => isHopeless(one, patience)),
  }));
  const first = hopeless[0];
  if (first?.trouble === undefined || hopeless.some(({ trouble }) => trouble === undefined)) return undefined;
  const others = here.length > 1 ? ` (and ${here.length - 1} more)` : "";
  return failed(first.trouble.code, `${told(first.pod.metadata.name, first.trouble)}${others}`);
}

/** What is wrong but not yet hopeless: told while waiting, so that nobody waits for the deadline to learn of it. */
export function pending({ pods, patience }: Look): string | undefined {
  for (const pod of pods) {
    const [first] = troublesOf(pod, patience).filter(
      (one) => one.code !== "unschedulable" || patience.elapsedMs >= patience.settleMs,
    );
    if (first !== undefined) return told(pod.metadata.name, first);
  }
  return undefined;
}
