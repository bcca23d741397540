import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { play, type Scenario, type Transcript } from "../../../../src/action/testing/index.ts";
import { bundle } from "../../../../tools/bundle/bundle.ts";

export const root = join(import.meta.dirname, "../../../..");

/** The action's bundle, built once for all tests of a file. */
export const action = await bundle(root, "actions/test/main.ts");

/** A folder whose packages are those of this repository: what a project has after it was installed. */
export function withPackages(): string {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-project-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** How long things took, and where Node's own code and that of the runners stands. */
export const volatile: readonly (readonly [RegExp, string])[] = [
  [/\b\d+(\.\d+)?\s?ms\b/g, "<ms>"],
  [/\b\d+(\.\d+)?s\b/g, "<s>"],
  [/"duration": \d+/g, '"duration": 0'],
];

export const run = async (scenario: Omit<Scenario, "bundle">): Promise<Transcript> =>
  play({ bundle: action, volatile, patience: 110_000, ...scenario });

/** The numbers and the verdict, as a later step reads them. */
export function told({ exit, outputs }: Transcript): string {
  const { verdict, cause, total, passed, failed, skipped, flaky } = outputs;
  const counts =
    total === undefined ? "nothing counted" : `${total} = ${passed} + ${failed} failed + ${skipped} skipped`;
  return `exit ${exit}: ${verdict}, ${cause ?? "no cause"}; ${counts}${flaky === "0" || flaky === undefined ? "" : `, ${flaky} flaky`}`;
}
