import { codeBlock, type Deps, escapeMarkdown } from "../../action/index.ts";
import type { SmokeReport } from "../smoke/run.ts";

export function logSmoke({ log }: Deps, report: SmokeReport & { readonly unproven?: readonly string[] }): void {
  for (const check of report.checks) {
    log.info(
      `${check.passed ? "✓" : "✗"} ${check.name} (${Math.round(check.ms)} ms${check.attempts > 1 ? `, round ${check.attempts}` : ""})`,
    );
    for (const problem of check.problems) log.info(`    ${problem}`);
    if (!check.passed && check.excerpt !== "") log.foreign(check.excerpt);
  }
  for (const one of report.unproven ?? []) log.warning(`unproven: ${one}`);
}

export function smokeMarkdown(report: SmokeReport & { readonly unproven?: readonly string[] }): string {
  const rows = report.checks.map(
    (check) =>
      `| ${check.passed ? "✅" : "❌"} | ${escapeMarkdown(check.name)} | ${Math.round(check.ms)} ms | ${escapeMarkdown(check.problems.join("; "))} |`,
  );
  const excerpts = report.checks
    .filter((check) => !check.passed && check.excerpt !== "")
    .map((check) => `${escapeMarkdown(check.name)} answered:\n\n${codeBlock(check.excerpt)}`);
  const unproven = (report.unproven ?? []).map((one) => `⚠️ unproven: ${escapeMarkdown(one)}`);
  return [["| | check | time | |", "| --- | --- | --- | --- |", ...rows].join("\n"), ...excerpts, ...unproven].join(
    "\n\n",
  );
}
