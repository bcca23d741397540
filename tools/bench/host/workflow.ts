import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Verdict = "passes" | "fails";

/** One workflow of the host tests, by its first lines. */
export interface Workflow {
  readonly file: string;
  /** as GitHub ends it */
  readonly wanted: Verdict;
  /** why act ends it otherwise: the line that begins with `#- ` */
  readonly why: string | undefined;
}

export const readWorkflows = (folder: string): readonly Workflow[] =>
  readdirSync(folder)
    .sort()
    .map((file) => {
      const lines = readFileSync(join(folder, file), "utf8").split("\n");
      return {
        file,
        wanted: lines[0] === "# success" ? "passes" : "fails",
        why: lines.find((line) => line.startsWith("#- "))?.slice(3),
      };
    });
