import * as kinds from "./cluster-kinds.ts";
import { core } from "./core.ts";
import type { ResourceType } from "./resource-type.ts";
import * as reviews from "./reviews.ts";
import * as workloads from "./workloads.ts";

/** In the order in which discovery lists the groups; the core group leads, as it has no group at all. */
export const builtIn: readonly ResourceType[] = [
  ...core,
  ...kinds.registration,
  ...workloads.apps,
  ...kinds.events,
  ...reviews.authentication,
  ...reviews.authorization,
  ...workloads.autoscaling,
  ...workloads.batch,
  ...kinds.networking,
  ...workloads.policy,
  ...kinds.rbac,
  ...kinds.storage,
  ...kinds.admission,
  ...kinds.extensions,
  ...kinds.scheduling,
  ...kinds.coordination,
  ...kinds.discovery,
];
