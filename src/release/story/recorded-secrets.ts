import { markSecret, secretValues } from "../bundle/secrets.ts";
import type { KubeObject, Ref } from "../kube/object.ts";
import { inParallel } from "../parallel.ts";
import type { ReleaseRecord } from "../record/record.ts";
import { secretKey } from "../record/secret-key.ts";
import type { Desk } from "./site.ts";

export interface RecordedSecret {
  readonly ref: Ref;
  readonly now: "same" | "changed" | "gone";
}

/** How the Secrets of a release stand now. Their values are not in its record: one that is gone cannot be made from it. */
export async function recordedSecrets(desk: Desk, record: ReleaseRecord): Promise<readonly RecordedSecret[]> {
  const found = await coverSecrets(desk, record);
  if (found.length === 0) return [];
  const key = await secretKey(desk.kube, desk.namespace, desk.identity, () => Buffer.alloc(32));
  return found.map(({ ref, digest, live }) => {
    if (live === undefined) return { ref, now: "gone" };
    return { ref, now: markSecret(live, key).digest === digest ? "same" : "changed" };
  });
}

/** Reads them, so that their values can be hidden: a pod's log or a check's answer may hold any of them. */
export async function coverSecrets(
  desk: Desk,
  { secrets }: ReleaseRecord,
): Promise<readonly { readonly ref: Ref; readonly digest: string; readonly live: KubeObject | undefined }[]> {
  const found = await inParallel(secrets, 4, async ({ ref, digest }) => ({
    ref,
    digest,
    live: await desk.kube.get(ref),
  }));
  desk.mask(secretValues(found.flatMap(({ live }) => live ?? [])));
  return found;
}
