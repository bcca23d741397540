import type { Case } from "../kit/case.ts";
import { serverSideApply } from "./apply.ts";
import { crud } from "./crud.ts";
import { customResources } from "./custom-resources.ts";
import { deletion } from "./deletion.ts";
import { deployments } from "./deployments.ts";
import { lists } from "./lists.ts";
import { logs } from "./logs.ts";
import { patches } from "./patches.ts";
import { pods } from "./pods.ts";
import { services } from "./services.ts";
import { validation } from "./validation.ts";
import { watches } from "./watches.ts";

export const areas: Readonly<Record<string, readonly Case[]>> = {
  "create, read, update": crud,
  validation,
  deletion,
  "server-side apply": serverSideApply,
  patches,
  lists,
  watches,
  "custom resources": customResources,
  deployments,
  pods,
  logs,
  services,
};
