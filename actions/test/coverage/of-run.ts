import { relative } from "node:path";
import { ActionError, type Deps, type Ended } from "../../../src/action/index.ts";
import { newIn, type Written, written } from "../results/find.ts";
import type { Plan } from "../runners/runner.ts";
import { unittestReportName } from "../runners/unittest-report.ts";
import { type Coverage, mergeCoverage } from "./coverage.ts";
import { readCoverage } from "./read.ts";

interface Places {
  readonly folder: string;
  /** patterns of files that the tests write themselves */
  readonly coverageFiles: readonly string[];
}

export interface Measured {
  readonly coverage: Coverage | undefined;
  readonly coverageFile: string | undefined;
}

/** What a run measured: by the file it was told to write, or those that the user names, as far as this run wrote them. */
export async function coverageOf(
  plan: Plan,
  { folder, coverageFiles }: Places,
  { before, ended }: { readonly before: Written; readonly ended: Ended },
  { files, runner }: Deps,
): Promise<Measured> {
  const own = [plan.coverage].filter((path) => path !== undefined).filter(files.exists);
  const paths = coverageFiles.length > 0 ? newIn(await written(coverageFiles, folder, files), before) : own;
  const each: Coverage[] = [];
  for (const path of paths) {
    try {
      each.push(await readCoverage(path, relative(runner.workspace, path), files));
    } catch (thrown) {
      // half a file is what a run leaves that was ended
      if (!(thrown instanceof ActionError) || ended.how === "exit") throw thrown;
    }
  }
  const merged = mergeCoverage(each);
  // our own report of unittest runs among the tests
  const kept = new Map([...merged].filter(([path]) => !path.endsWith(unittestReportName)));
  return { coverage: each.length === 0 ? undefined : kept, coverageFile: paths[0] };
}
