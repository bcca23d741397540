import { expect, test } from "vitest";
import { createLog } from "../../../src/action/log/log.ts";
import { createMasker } from "../../../src/action/mask/masker.ts";
import type { Placed } from "../result.ts";
import { tell } from "./tell.ts";

const one = (name: string, status: Placed["status"]): Placed => ({
  suite: "cart",
  name,
  status,
  took: 1,
  message: "",
  detail: "",
  file: undefined,
  line: undefined,
  at: undefined,
});

function linesOf(cases: readonly Placed[]): readonly string[] {
  let text = "";
  const log = createLog({ write: (more) => (text += more), masker: createMasker() });
  tell(
    {
      runner: "command",
      verdict: { kind: "findings", cause: "failures", message: "" },
      count: { total: cases.length, passed: 0, failed: 0, skipped: 0, flaky: 0 },
      cases,
      troubles: [],
      coverage: undefined,
      took: 0,
      reruns: 0,
      excerpt: "",
    },
    log,
  );
  return text.trimEnd().split("\n");
}

const many = (count: number, status: Placed["status"]) =>
  Array.from({ length: count }, (_, index) => one(`${status} ${index}`, status));

test("of a thousand failed tests the log names the first fifty, and says how many more there are", () => {
  const lines = linesOf([...many(1000, "failed"), ...many(51, "flaky")]);
  expect(lines.filter((line) => line.includes("cart › failed"))).toHaveLength(50);
  expect(lines.filter((line) => line.includes("cart › flaky"))).toHaveLength(50);
  expect(lines.at(-1)).toBe("… and 950 more that failed, 1 more that were flaky, in the report");
});

test("fifty are all named, and nothing is left to say", () =>
  expect(linesOf(many(50, "failed")).filter((line) => line.includes("more that"))).toEqual([]));
