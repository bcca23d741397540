import type { ServiceAccounts } from "../auth/service-accounts.ts";
import type { PodAccess } from "../pod-access.ts";
import type { Store } from "../store/store.ts";

/** What handlers work with. */
export interface Serving {
  readonly store: Store;
  readonly pods: PodAccess | undefined;
  readonly accounts: ServiceAccounts;
  /** Whether rights are evaluated at all. */
  readonly rbac: boolean;
}
