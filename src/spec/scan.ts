import { type Digest, isDigest } from "./digest.ts";
import { type Verdict, verdicts } from "./verdict.ts";

/** What trivy-scan says about one image, and what kustomize-deploy asks for before it deploys it. */
export interface Scan {
  readonly digest: Digest;
  /** every platform of the index that was scanned: `linux/amd64` */
  readonly platforms: readonly string[];
  readonly verdict: Verdict;
  /** of the policy file the verdict was reached with */
  readonly policyDigest: Digest;
  /** of the JSON report, so that the report beside it can be shown to be the one */
  readonly reportHash: Digest;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isVerdict = (value: unknown): value is Verdict => verdicts.some((known) => known === value);

const isText = (value: unknown): value is string => typeof value === "string";

/** The scan in a parsed JSON value, or what is wrong with it. */
export function scanFrom(value: unknown): Scan | { readonly wrong: string } {
  if (!isRecord(value)) return { wrong: "is no JSON object" };
  const { digest, platforms, verdict, policyDigest, reportHash } = value;
  if (!isText(digest) || !isDigest(digest)) return { wrong: "has no digest (sha256:…)" };
  if (!Array.isArray(platforms) || platforms.length === 0 || !platforms.every(isText))
    return { wrong: "names no platforms" };
  if (!isVerdict(verdict)) return { wrong: `has no verdict (${verdicts.join(", ")})` };
  if (!isText(policyDigest) || !isDigest(policyDigest)) return { wrong: "has no policyDigest (sha256:…)" };
  if (!isText(reportHash) || !isDigest(reportHash)) return { wrong: "has no reportHash (sha256:…)" };
  return { digest, platforms, verdict, policyDigest, reportHash };
}
