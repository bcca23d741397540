import type { Case } from "../kit/case.ts";
import { access } from "./access.ts";
import { serverSideApply } from "./apply.ts";
import { crud } from "./crud.ts";
import { customResources } from "./custom-resources.ts";
import { deletion } from "./deletion.ts";
import { deployments } from "./deployments.ts";
import { discovery } from "./discovery.ts";
import { jobs } from "./jobs.ts";
import { leases } from "./leases.ts";
import { lists } from "./lists.ts";
import { logs } from "./logs.ts";
import { patches } from "./patches.ts";
import { pods } from "./pods.ts";
import { policies } from "./policies.ts";
import { services } from "./services.ts";
import { validation } from "./validation.ts";
import { watches } from "./watches.ts";
import { webhooks } from "./webhooks.ts";
import { daemonSets, statefulSets } from "./workloads.ts";

export const areas: Readonly<Record<string, readonly Case[]>> = {
  "create, read, update": crud,
  validation,
  deletion,
  "server-side apply": serverSideApply,
  patches,
  lists,
  watches,
  leases,
  discovery,
  access,
  "custom resources": customResources,
  deployments,
  "stateful sets": statefulSets,
  "daemon sets": daemonSets,
  jobs,
  pods,
  logs,
  services,
  policies,
  webhooks,
};
