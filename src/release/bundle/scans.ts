import { isObject, type Json, type JsonObject, textAt } from "../json/json.ts";
import type { ImageProof } from "../record/record.ts";
import type { WantedImage } from "./images.ts";

/** What trivy-scan hands on: the digest it scanned, and how it ended. More is kept in the record as it came. */
export interface ScanProblem {
  readonly image: string;
  readonly message: string;
}

/** Each image needs a scan of that very digest that passed; without them only by a recorded decision. */
export function matchScans(
  wanted: readonly WantedImage[],
  scans: readonly Json[],
  required: boolean,
): { readonly proofs: readonly ImageProof[]; readonly problems: readonly ScanProblem[] } {
  const known = scans.filter(isObject);
  const proofs = wanted.map((image): ImageProof => {
    const scan = known.find((one) => textAt(one, "digest") === image.digest);
    const name = image.newName ?? image.name;
    return scan === undefined ? { name, digest: image.digest } : { name, digest: image.digest, scan };
  });
  const problems = required ? proofs.flatMap((proof) => scanProblem(proof)) : [];
  return { proofs, problems };
}

function scanProblem(proof: ImageProof): readonly ScanProblem[] {
  if (proof.scan === undefined) {
    return [
      {
        image: proof.name,
        message: `no scan of ${proof.name}@${proof.digest} was given; pass the output \`scan\` of trivy-scan, or set require-scan: false (it is recorded)`,
      },
    ];
  }
  const verdict = verdictOf(proof.scan);
  return verdict === "ok"
    ? []
    : [{ image: proof.name, message: `the scan of ${proof.name}@${proof.digest} ended "${verdict}", not "ok"` }];
}

const verdictOf = (scan: JsonObject): string => textAt(scan, "verdict") ?? "without a verdict";
