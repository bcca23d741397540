import * as v from "valibot";
import type { Finding } from "../../check/finding.ts";

const report = v.array(
  v.object({
    message: v.string(),
    filepath: v.string(),
    line: v.number(),
    column: v.number(),
    kind: v.string(),
    end_column: v.optional(v.number()),
  }),
);

/** What actionlint 1.7.12 takes for mistakes because it came after it; our own rules know all of these. */
const unknownToIt: readonly RegExp[] = [
  /unexpected key "(background|wait|wait-all|cancel|parallel|queue|cache-mode|cancel-timeout-minutes|entrypoint|command)"/,
  /step must run script with "run" section or run action with "uses" section/,
  /specifying action "\$\/|reusable workflow call "\$\//,
  /unknown permission scope "(code-quality|copilot-requests|drives|vulnerability-alerts)"/,
  /property "workflow_(ref|sha|repository|file_path)" is not defined/,
  /invalid activity type "(field_added|field_removed|typed|untyped|stacked)"/,
];

export function actionlintFindings(output: string): readonly Finding[] {
  return v
    .parse(report, JSON.parse(output.trim() === "" ? "[]" : output))
    .filter(({ message }) => !unknownToIt.some((pattern) => pattern.test(message)))
    .map(({ message, filepath, line, column, kind, end_column }) => ({
      code: `actionlint/${kind}`,
      severity: "error",
      message,
      file: filepath,
      line: Math.max(line, 1),
      column: Math.max(column, 1),
      endLine: Math.max(line, 1),
      endColumn: (end_column ?? column) + 1,
      excerpt: "",
    }));
}
