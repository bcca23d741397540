import { markSecret } from "../bundle/secrets.ts";
import type { Ref } from "../kube/object.ts";
import { inParallel } from "../parallel.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { secretKey } from "../record/secret-key.ts";
import type { Desk } from "./site.ts";

export interface RecordedSecret {
  readonly ref: Ref;
  readonly now: "same" | "changed" | "gone";
}

/** How the Secrets of a release stand now. Their values are not in its record: one that is gone cannot be made from it. */
export async function recordedSecrets(desk: Desk, { secrets }: ReleaseRecord): Promise<readonly RecordedSecret[]> {
  if (secrets.length === 0) return [];
  const key = await secretKey(desk.kube, desk.namespace, desk.identity, () => Buffer.alloc(32));
  return inParallel(secrets, 4, async ({ ref, digest }) => {
    const live = await desk.kube.get(ref);
    if (live === undefined) return { ref, now: "gone" };
    return { ref, now: markSecret(live, key).digest === digest ? "same" : "changed" };
  });
}
