import { existsSync } from "node:fs";
import { join } from "node:path";
import { actionNames } from "../generate/actions.ts";

/** The actions that can be bundled: those whose entry is written. */
export const bundledActions = (root: string): readonly string[] =>
  actionNames(root).filter((name) => existsSync(join(root, "actions", name, "main.ts")));
