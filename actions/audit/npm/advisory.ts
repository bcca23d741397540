import semver from "semver";
import * as v from "valibot";
import { severityFrom } from "../../../src/action/index.ts";

const advisorySchema = v.object({
  id: v.union([v.number(), v.string()]),
  url: v.optional(v.string(), ""),
  title: v.optional(v.string(), ""),
  severity: v.optional(v.string()),
  vulnerable_versions: v.string(),
});

/** What the registry's bulk interface answers: advisories by package name. */
export const bulkSchema = v.record(v.string(), v.array(advisorySchema));

export type Advisory = v.InferOutput<typeof advisorySchema>;

/** npm's number means nothing to anyone else; GitHub's name is in the address. */
export const advisoryId = ({ id, url }: Advisory): string => /GHSA(-[0-9a-z]{4}){3}/i.exec(url)?.[0] ?? `npm-${id}`;

export const advisorySeverity = ({ severity }: Advisory) => severityFrom(severity);

/** As npm reads it: pre-releases count, odd versions are forgiven (npm's metavuln-calculator). */
const options = { includePrerelease: true, loose: true };

export const isVulnerable = (version: string, { vulnerable_versions: range }: Advisory): boolean =>
  semver.satisfies(version, range, options);

/**
 * The first version after the vulnerable ones: `>=1.0.0 <1.2.3` → 1.2.3. With `<=1.2.2` only the list of published versions
 * knows; without an upper end there is none.
 */
export function fixedByRange(version: string, { vulnerable_versions: range }: Advisory): string | "ask" | undefined {
  for (const alternative of range.split("||")) {
    if (!semver.satisfies(version, alternative, options)) continue;
    const below = /<\s*(\d[^\s,|]*)/.exec(alternative);
    if (below?.[1]) return below[1];
    return /<=|^\s*=?\s*v?\d/.test(alternative) ? "ask" : undefined;
  }
  return undefined;
}

/** The lowest published version above this one that no advisory names; undefined when there is none. */
export function fixedByVersions(
  version: string,
  published: readonly string[],
  advisories: readonly Advisory[],
): string | undefined {
  return published
    .filter((candidate) => semver.valid(candidate) !== null && semver.prerelease(candidate) === null)
    .filter((candidate) => semver.gt(candidate, version, true))
    .sort(semver.compare)
    .find((candidate) => !advisories.some((advisory) => isVulnerable(candidate, advisory)));
}
