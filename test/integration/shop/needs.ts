import { describe } from "vitest";

/**
 * A block of tests that needs a program. Where CI is set its absence is a failure; on a laptop the block is skipped and its
 * name says what is missing.
 */
export function describeWith(
  program: string,
  path: string | undefined,
  name: string,
  tests: (path: string) => void,
): void {
  if (path !== undefined) return void describe(name, () => tests(path));
  if (process.env["CI"] === "true")
    throw new Error(`expected ${program} on this machine, and there is none: node tools/prepare/main.ts`);
  describe.skip(`${name} (skipped: no ${program} here; node tools/prepare/main.ts fetches it on Debian)`, () => {});
}
