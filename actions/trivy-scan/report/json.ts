import { outputsOf, type Result } from "../result.ts";

/** The whole result for machines. `format` changes when a field changes its meaning. */
export const report = (
  result: Result,
  trivyReports: readonly { readonly platform: string; readonly file: string; readonly sha256: string }[],
): string => {
  const { scanned, findings, failing, fresh, ignored, error, trivyVersion, endOfLife } = result;
  const [fails, isNew] = [new Set(failing), new Set(fresh)];
  return `${JSON.stringify(
    {
      tool: "trivy-scan",
      format: 1,
      subject: scanned.subject,
      digest: scanned.digest,
      platforms: scanned.platforms,
      trivy: trivyVersion,
      reports: trivyReports,
      counts: outputsOf(result),
      endOfLife: endOfLife.length > 0 ? endOfLife : undefined,
      error: error?.message,
      findings: findings.map((finding) => ({ ...finding, fails: fails.has(finding), new: isNew.has(finding) })),
      ignored: ignored.map(({ finding, entry }) => ({
        ...finding,
        reason: entry.reason,
        expires: entry.expires,
      })),
    },
    undefined,
    2,
  )}\n`;
};
