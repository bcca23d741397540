import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Case } from "./kind.ts";
import { kinds } from "./kinds.ts";

/** Outside data lies beside the repository where it is measured; nothing of it is in here. */
const corpora = join(import.meta.dirname, "../../../shared/corpora");
const missing = !existsSync(corpora);

const run = async (kind: string, folder: string): Promise<readonly Case[]> =>
  (await kinds[kind]?.())?.run(join(corpora, folder)) ?? [];
const share = (cases: readonly Case[]) => cases.filter(({ passed }) => passed).length / cases.length;

describe.skipIf(missing)("cases that others wrote (skipped where they are not at hand)", () => {
  it.each([
    ["expressions", "expressions", 1],
    ["junit", "junit", 1],
    ["valid", "actionlint-ok", 1],
    ["reader", "workflow-reader", 0.9],
    ["invalid", "actionlint-err", 0.85],
    ["trivy", "trivy-json", 1],
  ])("%s", async (kind, folder, bar) => {
    expect(share(await run(kind, folder))).toBeGreaterThanOrEqual(bar);
  });

  it("few errors stand on other lines of what is wrong", async () => {
    const kind = await kinds["invalid"]?.();
    const cases = (await kind?.run(join(corpora, "actionlint-err"))) ?? [];
    const others = Number(/errors on (\d+) other lines/.exec(kind?.summary?.(cases) ?? "")?.[1]);
    expect(others / cases.length).toBeLessThanOrEqual(0.05);
  });
});
