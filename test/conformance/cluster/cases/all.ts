import type { Case } from "../kit/case.ts";
import { serverSideApply } from "./apply.ts";
import { crud } from "./crud.ts";
import { customResources } from "./custom-resources.ts";
import { deletion } from "./deletion.ts";
import { lists } from "./lists.ts";
import { patches } from "./patches.ts";
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
};
