import * as v from "valibot";
import type { Finding } from "../../check/finding.ts";
import { unknownToActionlint } from "./gaps.ts";

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

export function actionlintFindings(output: string): readonly Finding[] {
  return v
    .parse(report, JSON.parse(output.trim() === "" ? "[]" : output))
    .filter(({ message }) => !unknownToActionlint.some(({ pattern }) => pattern.test(message)))
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
