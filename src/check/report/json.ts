import type { Finding } from "../finding.ts";
import { pageOf } from "./page.ts";

/** For programs: one object, findings in the order of their places. */
export function json(findings: readonly Finding[]): string {
  return JSON.stringify(
    { version: 1, findings: findings.map((finding) => ({ ...finding, page: pageOf(finding.code) })) },
    null,
    2,
  );
}
