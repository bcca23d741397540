import { type Deps, type Digest, kitError } from "../../src/action/index.ts";
import { type Json, objectsAt, parseJson, textAt } from "../../src/release/json/json.ts";
import { kinship } from "./finding.ts";
import { look } from "./look.ts";
import { readTrivyReport } from "./report/trivy.ts";
import type { Scanner } from "./scanner/scanner.ts";
import type { Inputs, Subject } from "./subject.ts";

const kinds = ["vulnerability", "secret", "misconfiguration"] as const;

/** The kinship of everything in an earlier report: one of ours, or one of Trivy's own. What was ignored then was there, too. */
export function baselineIn(document: Json): ReadonlySet<string> {
  if (textAt(document, "tool") === "trivy-scan")
    return new Set(
      [...objectsAt(document, "findings"), ...objectsAt(document, "ignored")].flatMap((one) => {
        const kind = kinds.find((known) => known === textAt(one, "kind"));
        const id = textAt(one, "id");
        return kind === undefined || id === undefined
          ? []
          : kinship({ kind, id, package: textAt(one, "package"), target: textAt(one, "target") ?? "" });
      }),
    );
  return new Set(readTrivyReport(document, { platform: undefined, isFolder: false }).findings.map(kinship));
}

/** The same of an image that is there: what came to be known since it was built is nothing new in the next one. */
export async function scanBaseline(
  digest: Digest,
  subject: Subject,
  inputs: Inputs,
  scanner: Scanner,
  deps: Deps,
): Promise<ReadonlySet<string>> {
  if (subject.kind !== "image" || inputs.name === undefined || inputs.baseline !== undefined)
    throw kitError("bad-input", "`baseline-image` needs `name` and `image`, and is instead of `baseline`");
  const folder = await deps.files.temporaryFolder("baseline");
  const before: Subject = { ...subject, digest, layout: undefined };
  const { findings, error } = await look(before, { ...inputs, platforms: undefined }, { scanner, folder }, deps);
  if (error !== undefined) throw error;
  return new Set(findings.map(kinship));
}

export async function readBaseline(
  path: string | undefined,
  { files }: Deps,
): Promise<ReadonlySet<string> | undefined> {
  if (path === undefined) return undefined;
  const text = await files.read(path);
  try {
    return baselineIn(parseJson(text));
  } catch (cause) {
    throw kitError("bad-file", `${path} is no earlier report`, {
      expected: "output `report` of an earlier scan, or Trivy's own JSON",
      came: text.slice(0, 200),
      cause,
    });
  }
}
