import * as v from "valibot";
import type { Finding, Severity } from "../../check/finding.ts";

const point = v.object({ row: v.number(), column: v.number() });
const report = v.array(
  v.object({
    ident: v.string(),
    desc: v.string(),
    determinations: v.object({ severity: v.string() }),
    ignored: v.optional(v.boolean(), false),
    locations: v.array(
      v.object({
        symbolic: v.object({
          // named given_path until 1.30
          key: v.object({
            Local: v.optional(v.object({ verbatim_path: v.optional(v.string()), given_path: v.optional(v.string()) })),
          }),
          annotation: v.optional(v.string(), ""),
          kind: v.optional(v.string(), "Primary"),
        }),
        concrete: v.object({ location: v.object({ start_point: point, end_point: point }) }),
      }),
    ),
  }),
);

const severities: Readonly<Record<string, Severity>> = {
  High: "error",
  Medium: "warning",
  Low: "info",
  Informational: "info",
  Unknown: "info",
};

export function zizmorFindings(output: string): readonly Finding[] {
  return v
    .parse(report, JSON.parse(output.trim() === "" ? "[]" : output))
    .filter(({ ignored }) => !ignored)
    .flatMap(({ ident, desc, determinations, locations }): Finding[] => {
      const where = locations.find(({ symbolic }) => symbolic.kind === "Primary") ?? locations[0];
      const local = where?.symbolic.key.Local;
      const file = local?.verbatim_path ?? local?.given_path;
      if (where === undefined || file === undefined) return [];
      const { start_point: start, end_point: end } = where.concrete.location;
      const message = where.symbolic.annotation === "" ? desc : `${desc}: ${where.symbolic.annotation}`;
      const place = { line: start.row + 1, column: start.column + 1, endLine: end.row + 1, endColumn: end.column + 1 };
      return [
        {
          code: `zizmor/${ident}`,
          severity: severities[determinations.severity] ?? "info",
          message,
          file: file.replace(/^\.\//, ""),
          ...place,
          excerpt: "",
        },
      ];
    });
}
