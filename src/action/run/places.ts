import { statSync } from "node:fs";
import { resolve } from "node:path";
import { realPlace } from "../files/within.ts";
import type { Places } from "../inputs/path.ts";

export const placesOn = (workspace: string): Places => ({
  workspace,
  real: (path) => realPlace(resolve(workspace, path)),
  kind: (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? "missing" : found.isDirectory() ? "folder" : "file";
  },
});
