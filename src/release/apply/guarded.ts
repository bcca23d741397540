import { releaseAnnotation } from "../identity/marks.ts";
import { textAt } from "../json/json.ts";
import type { Kube, Written } from "../kube/kube.ts";
import { type KubeObject, refOf, titleOf, versionOf } from "../kube/object.ts";
import { isConflict } from "../kube/status.ts";
import { conflictsOf } from "../plan/conflict.ts";

/**
 * Writes over the very version of the object that we know, or only where there still is none. A process that is stopped
 * between asking its lease and sending sends when it wakes, however late: then another release has written the object, and
 * the server refuses ours. Whatever else changed it meanwhile (a controller its status, a person a field) is no reason: it is
 * read again, and written.
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
    const reply = await send(atVersion(object, seen === undefined ? beforeAnything : versionOf(seen)));
    if (reply.ok || !isConflict(reply.failure) || conflictsOf(reply.failure).length > 0) return reply;
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

/** An empty store has this version, no object ever: an apply that names it creates, and never goes over what is there. */
const beforeAnything = "1";

const atVersion = (object: KubeObject, resourceVersion: string): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion },
});
