import { put } from "../json/path.ts";
import type { KubeObject } from "../object.ts";

const protection = "kubernetes.io/pvc-protection";

/** A claim in use is not deleted under its pod. */
export function claimAllocation(claim: KubeObject): KubeObject {
  const held = claim.metadata.finalizers ?? [];
  return held.includes(protection) ? claim : put(claim, ["metadata", "finalizers"], [...held, protection]);
}
