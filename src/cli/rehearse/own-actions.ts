import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../simulate/plan/plan.ts";
import { commandsOf } from "./trust.ts";

/** Where tidegate's own actions and reusable workflows come from on GitHub. */
export const home = "tidegate/tidegate";

/** The package's own root: it holds the actions as a checkout does, in this repository as in what is published. */
const root = join(import.meta.dirname, "../../..");

/** Another repository needs no checkout of tidegate to rehearse its actions: they came with this package. */
export const ownActions = (repository: string): Readonly<Record<string, string>> =>
  repository !== home && existsSync(join(root, "actions/kustomize-deploy/dist")) ? { [home]: root } : {};

export const usesOwn = (plan: Plan): boolean => commandsOf(plan).some((line) => line.includes(`uses ${home}/`));
