import type { Finding } from "../finding.ts";
import { outputsOf, type Result } from "../result.ts";

const plain = (finding: Finding) => ({
  ...finding,
  file: finding.place.file,
  line: finding.place.line,
  place: undefined,
});

/** The whole result for machines. `format` changes when a field changes its meaning. */
export const report = (result: Result): string =>
  `${JSON.stringify(
    {
      format: 1,
      counts: outputsOf(result),
      failing: result.failing.length,
      checks: result.checks.map(({ check, looked, notes, error }) => ({ check, looked, notes, error: error?.message })),
      findings: result.findings.map((finding) => ({ ...plain(finding), fails: result.failing.includes(finding) })),
      ignored: result.ignored.map(({ finding, entry }) => ({
        ...plain(finding),
        reason: entry.reason,
        expires: entry.expires,
      })),
    },
    undefined,
    2,
  )}\n`;
