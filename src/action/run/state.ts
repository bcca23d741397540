import { appendFileSync } from "node:fs";
import type { Env } from "../inputs/read.ts";
import { fileCommand } from "../outputs/file-command.ts";

/** What the action's main part leaves for its own post part. */
export interface State {
  /** secrets do not belong here: the state lies in a file */
  save(name: string, value: string): void;
  get(name: string): string | undefined;
}

export const createState = (file: string | undefined, env: Env): State => ({
  save: (name, value) => {
    if (file !== undefined) appendFileSync(file, fileCommand(name, value));
  },
  get: (name) => env[`STATE_${name}`],
});
