import { type Json, objectsAt, textAt } from "../json/json.ts";
import { type KubeObject, versionOf } from "../kube/object.ts";
import { isAdoptable } from "./conflict.ts";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";
const clientSide = "kubectl-client-side-apply";

/**
 * What `kubectl apply` wrote belongs to its manager; left so, a field dropped from the bundle would stay for ever. The
 * entry is given our name, so our next apply removes what the bundle no longer has. Undefined: there is nothing to adopt.
 */
export function adoption(live: KubeObject, ours: string): readonly Json[] | undefined {
  if (!isAdoptable(live, ours)) return undefined;
  const fields = objectsAt(live, "metadata", "managedFields");
  const entry = fields.find(
    (one) =>
      textAt(one, "manager") === clientSide ||
      (textAt(one, "manager") === "kubectl" && textAt(one, "operation") === "Apply"),
  );
  if (entry === undefined) return undefined;
  const renamed = fields.map((one) => (one === entry ? { ...one, manager: ours, operation: "Apply" } : one));
  const annotated = textAt(live, "metadata", "annotations", lastApplied) !== undefined;
  return [
    { op: "test", path: "/metadata/resourceVersion", value: versionOf(live) },
    { op: "replace", path: "/metadata/managedFields", value: renamed },
    ...(annotated ? [{ op: "remove", path: `/metadata/annotations/${lastApplied.replaceAll("/", "~1")}` }] : []),
  ];
}
