import { selector } from "../identity/marks.ts";
import { type KubeObject, refOf, titleOf, uidOf } from "../kube/object.ts";
import { conditionOf } from "../wait/condition.ts";
import { matches, newestPods } from "../wait/pods.ts";
import type { Desk } from "./site.ts";

/**
 * A StatefulSet stuck on a broken revision stays stuck when its template goes back (kubernetes/kubernetes#67250): it waits
 * for the bad pod to become ready. That very pod, by its UID, is deleted; its claim and data stay.
 */
export async function reviveStatefulSets(desk: Desk, applied: readonly KubeObject[]): Promise<void> {
  const { kube, identity, say } = desk;
  for (const set of applied.filter(({ kind }) => kind === "StatefulSet")) {
    const namespace = refOf(set).namespace;
    const scope = namespace === undefined ? {} : { namespace };
    for await (const page of kube.pages({ apiVersion: "v1", kind: "Pod", ...scope, labels: selector(identity) })) {
      const own = page.items.filter((pod) => matches(set, pod));
      const current = new Set(newestPods(set, own));
      const stuck = own.filter((pod) => !current.has(pod) && conditionOf(pod, "Ready")?.status !== "True");
      for (const pod of stuck) {
        const failure = await kube.remove(refOf(pod), uidOf(pod));
        say(
          failure === undefined
            ? `${titleOf(refOf(pod))} deleted: it was stuck on the undone revision`
            : `${titleOf(refOf(pod))}: ${failure.message}`,
        );
      }
    }
  }
}
