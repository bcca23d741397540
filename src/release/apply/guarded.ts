import { releaseAnnotation } from "../identity/marks.ts";
import { textAt } from "../json/json.ts";
import type { Kube, Written } from "../kube/kube.ts";
import { type KubeObject, refOf, titleOf, versionOf } from "../kube/object.ts";
import { isConflict } from "../kube/status.ts";
import { conflictsOf } from "../plan/conflict.ts";

/**
 * Writes over the very version of the object that we know. A process that is stopped between asking its lease and sending
 * sends when it wakes, however late: then another release has written the object, and the server refuses ours. Whatever else
 * changed it meanwhile (a controller its status, a person a field) is no reason: it is read again, and written.
 */
export async function guarded(
  kube: Pick<Kube, "get">,
  known: KubeObject | undefined,
  release: string,
  object: KubeObject,
  send: (object: KubeObject) => Promise<Written>,
): Promise<Written> {
  let seen = known;
  for (;;) {
    const reply = await send(seen === undefined ? object : atVersion(object, seen));
    if (reply.ok || seen === undefined || !isConflict(reply.failure) || conflictsOf(reply.failure).length > 0)
      return reply;
    const now = await kube.get(refOf(object));
    const by = writer(now);
    // our own: the write was done, and its answer lost
    if (by !== writer(known) && by !== release) {
      const message = `${titleOf(refOf(object))} was written by release ${by ?? "(none)"} since our plan`;
      return { ok: false, failure: { ...reply.failure, reason: "Interfered", message } };
    }
    seen = now;
  }
}

const writer = (object: KubeObject | undefined) => textAt(object, "metadata", "annotations", releaseAnnotation);

const atVersion = (object: KubeObject, seen: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: versionOf(seen) },
});
