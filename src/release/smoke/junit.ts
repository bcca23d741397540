import type { SmokeReport } from "./run.ts";

/** The form that test reports are shown in everywhere. */
export function junit(report: SmokeReport, name: string): string {
  const failures = report.checks.filter(({ passed }) => !passed).length;
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const cases = report.checks.map((check) => {
    const open = `    <testcase name="${xml(check.name)}" classname="smoke" time="${seconds(check.ms)}"`;
    if (check.passed) return `${open}/>`;
    return `${open}>\n      <failure message="${xml(check.problems[0] ?? "failed")}">${xml([...check.problems, check.excerpt].join("\n"))}</failure>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="${xml(name)}" tests="${report.checks.length}" failures="${failures}" errors="0" skipped="0" time="${seconds(report.ms)}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/** XML 1.0 has no place at all for most control characters, not even escaped. */
function xml(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[^\P{Cc}\t\n\r]/gu, "\ufffd").replace(/[&<>"]/g, (one) => entities[one] ?? one);
}
