import semver from "semver";
import type { Bump } from "../commits/weigh.ts";
import { isOfChannel, type VersionTag } from "./tag.ts";

export interface NextRules {
  readonly initial: string;
  readonly prerelease: string | undefined;
  readonly breakingBelowOne: "major" | "minor";
}

export interface Before {
  /** the highest release before this commit */
  readonly stable: VersionTag | undefined;
  /** the highest version before it, pre-releases too */
  readonly any: VersionTag | undefined;
  /** every tag there is: what is taken */
  readonly all: readonly VersionTag[];
}

/** The version without its pre-release: 1.4.0-rc.2 → 1.4.0. */
const core = (version: string): string => {
  const { major, minor, patch } = new semver.SemVer(version);
  return `${major}.${minor}.${patch}`;
};

const raised = (version: string, bump: Exclude<Bump, "none">, { breakingBelowOne }: NextRules): string =>
  semver.inc(version, bump === "major" && semver.major(version) === 0 ? breakingBelowOne : bump) ?? version;

/** The release that these commits lead to: above the last one, and never below a pre-release that is in it. */
function target(before: Before, bump: Exclude<Bump, "none">, rules: NextRules): string {
  const { stable, any } = before;
  const wanted = stable === undefined ? rules.initial : raised(stable.version, bump, rules);
  return any !== undefined && semver.gt(core(any.version), wanted) ? core(any.version) : wanted;
}

/** Numbers of pre-releases are counted over all lines of history, so that no two of them want the same. */
function numbered(version: string, name: string, all: readonly VersionTag[]): string {
  const numbers = all
    .filter((tag) => core(tag.version) === version && isOfChannel(tag, name))
    .map((tag) => Number(semver.prerelease(tag.version)?.[1] ?? 0));
  return `${version}-${name}.${Math.max(0, ...numbers) + 1}`;
}

export function nextVersion(before: Before, bump: Exclude<Bump, "none">, rules: NextRules): string {
  const release = target(before, bump, rules);
  return rules.prerelease === undefined ? release : numbered(release, rules.prerelease, before.all);
}
