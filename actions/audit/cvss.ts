import { CVSS30, CVSS31, CVSS40 } from "@pandatix/js-cvss";
import type { Severity } from "../../src/action/index.ts";

const scores: Readonly<Record<string, (vector: string) => number>> = {
  "3.0": (vector) => new CVSS30(vector).BaseScore(),
  "3.1": (vector) => new CVSS31(vector).BaseScore(),
  "4.0": (vector) => new CVSS40(vector).Score(),
};

/** `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H` → 9.8; undefined for other versions and for nonsense. */
export function baseScore(vector: string): number | undefined {
  const score = scores[/^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? ""];
  try {
    return score?.(vector);
  } catch {
    return undefined;
  }
}

/** The words for scores: CVSS 3.1, section 5, and the same in 4.0, section 6. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return "low";
}
