import type { Finding } from "../finding.ts";
import { fixedVersion, type Vulnerability, vulnerabilitySeverity, vulnerabilityTitle } from "../osv/vulnerability.ts";
import {
  type Advisory,
  advisoryId,
  advisorySeverity,
  fixedByRange,
  fixedByVersions,
  isVulnerable,
} from "./advisory.ts";
import { fixCommand } from "./fix.ts";
import type { Locked } from "./lock.ts";
import type { Tree } from "./tree.ts";

export interface FindingContext {
  readonly tree: Tree;
  /** the lock file, relative to the workspace */
  readonly lockFile: string;
  /** the line a package's place begins at in the lock file */
  readonly lineOf: (key: string) => number | undefined;
}

/** What is the same whoever found it. */
const about = (at: Locked, fixedIn: string | undefined, { tree, lockFile, lineOf }: FindingContext) => ({
  check: "npm" as const,
  package: at.name,
  version: at.version,
  path: tree.way(at.key),
  dev: at.dev,
  fixedIn,
  fix: fixedIn === undefined ? undefined : fixCommand(at, fixedIn, tree),
  place: { file: lockFile, line: lineOf(at.key) },
});

/** The versions published, where a range alone does not say what fixes it; undefined when the registry would not tell. */
export type Published = (name: string) => readonly string[] | undefined;

/** Does any advisory about this package leave open which version fixes it? */
export const needsVersions = (at: Locked, advisories: readonly Advisory[]): boolean =>
  advisories.some((one) => isVulnerable(at.version, one) && fixedByRange(at.version, one) === "ask");

export function fromAdvisories(
  at: Locked,
  advisories: readonly Advisory[],
  published: Published,
  context: FindingContext,
): readonly Finding[] {
  return advisories
    .filter((advisory) => isVulnerable(at.version, advisory))
    .map((advisory) => {
      const range = fixedByRange(at.version, advisory);
      const versions = published(at.name);
      const fixedIn = range !== "ask" ? range : versions && fixedByVersions(at.version, versions, advisories);
      return {
        ...about(at, fixedIn, context),
        source: "registry",
        id: advisoryId(advisory),
        aliases: [],
        severity: advisorySeverity(advisory),
        title: advisory.title,
        url: advisory.url === "" ? undefined : advisory.url,
        fixable: fixedIn !== undefined ? "yes" : range === "ask" && versions === undefined ? "unknown" : "no",
      };
    });
}

export function fromOsv(
  at: Locked,
  vulnerabilities: readonly Vulnerability[],
  context: FindingContext,
): readonly Finding[] {
  return vulnerabilities.map((vulnerability) => {
    const fixedIn = fixedVersion(vulnerability, at.name, at.version);
    return {
      ...about(at, fixedIn, context),
      source: "osv",
      id: vulnerability.id,
      aliases: vulnerability.aliases,
      severity: vulnerabilitySeverity(vulnerability),
      title: vulnerabilityTitle(vulnerability),
      url: `https://osv.dev/vulnerability/${vulnerability.id}`,
      fixable: fixedIn === undefined ? "no" : "yes",
    };
  });
}

const namesOf = ({ id, aliases }: Finding) => [id, ...aliases].map((name) => name.toLowerCase());

/** What OSV adds to what the registry said: by none of its names known there, for the same package and version. */
export function additional(known: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const key = (finding: Finding, name: string) => `${finding.package}@${finding.version} ${name}`;
  const seen = new Set(known.flatMap((finding) => namesOf(finding).map((name) => key(finding, name))));
  return others.filter((finding) => !namesOf(finding).some((name) => seen.has(key(finding, name))));
}
