import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../simulate/plan/plan.ts";
import type { Repository } from "./repository.ts";
import { commandsOf } from "./trust.ts";

/** Where tidegate's own actions and reusable workflows come from on GitHub. */
const home = "tidegate/tidegate";

/** The package's own root: it holds the actions as a checkout does, in this repository as in what is published. */
const root = join(import.meta.dirname, "../../..");

/** Another repository needs no checkout of tidegate to rehearse its actions: they came with this package. */
export const ownActions = ({ name, folder }: Repository): Readonly<Record<string, string>> =>
  name !== home && folder !== root && existsSync(join(root, "actions/kustomize-deploy/dist")) ? { [home]: root } : {};

/** What is said where they are used: the workflow pins a commit, and that is not what runs here. */
export const ownActionsNote = (plans: readonly Plan[], maps: Readonly<Record<string, string>>): string | undefined =>
  maps[home] === root && plans.flatMap((plan) => commandsOf(plan)).some((line) => line.includes(`uses ${home}/`))
    ? `${home}: rehearsed as it came with this package, whatever commit the workflow pins (--map ${home}=FOLDER: another)`
    : undefined;
