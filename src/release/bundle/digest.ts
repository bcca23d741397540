import { canonical } from "../json/equal.ts";
import type { KubeObject } from "../kube/object.ts";
import { digestOf } from "../record/chunks.ts";
import type { SecretMark } from "../record/record.ts";
import { applyOrder } from "./order.ts";
import { isSecret } from "./secrets.ts";

/** One digest for one bundle: of what was rendered, before any mark of ours; Secrets count by their keyed digest. */
export function bundleDigest(objects: readonly KubeObject[], secrets: readonly SecretMark[]): string {
  const plain = applyOrder(objects.filter((object) => !isSecret(object)));
  const marks = [...secrets].sort((a, b) => (a.ref.name < b.ref.name ? -1 : 1));
  return digestOf(canonical([...plain, ...marks.map(({ ref, keys, digest }) => ({ ...ref, keys, digest }))]));
}
