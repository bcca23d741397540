import type { PodAccess } from "../pod-access.ts";
import type { Store } from "../store/store.ts";

/** What handlers work with. */
export interface Serving {
  readonly store: Store;
  readonly pods: PodAccess | undefined;
}
