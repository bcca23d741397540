import semver from "semver";
import { type Bump, bumpOf, higher, type Weighed } from "./commits/weigh.ts";
import { type NextRules, nextVersion } from "./version/next.ts";
import { isOfChannel, isStable, type VersionTag } from "./version/tag.ts";

/** How the tags stand to the commit. */
export interface Standing {
  /** at this very commit */
  readonly here: readonly VersionTag[];
  /** the lowest version that has this commit in it and is not this commit */
  readonly after: VersionTag | undefined;
  /** the highest release, and the highest version of any kind, among the commits before it */
  readonly stable: VersionTag | undefined;
  readonly any: VersionTag | undefined;
  readonly all: readonly VersionTag[];
}

export type Raised = Bump | "prerelease" | "first";

export type Decision =
  | { readonly kind: "tag"; readonly version: string; readonly bump: Raised; readonly previous: VersionTag | undefined }
  | {
      readonly kind: "already";
      readonly tag: VersionTag;
      readonly bump: Raised;
      readonly previous: VersionTag | undefined;
    }
  | { readonly kind: "included"; readonly tag: VersionTag }
  | { readonly kind: "nothing"; readonly previous: VersionTag | undefined }
  | { readonly kind: "taken"; readonly version: string; readonly by: VersionTag }
  | { readonly kind: "backwards"; readonly version: string; readonly above: VersionTag };

/** The tag here that a run of this kind would have made: a release serves every kind. */
export function tagHere({ here }: Standing, prerelease: string | undefined): VersionTag | undefined {
  const fits = here.filter((tag) => isStable(tag) || (prerelease !== undefined && isOfChannel(tag, prerelease)));
  return fits.toSorted((a, b) => semver.rcompare(a.version, b.version))[0];
}

/** What a version is measured against: a release against the last release, a pre-release against the last of any kind. */
export const previousOf = ({ stable, any }: Standing, prerelease: boolean): VersionTag | undefined =>
  prerelease ? any : stable;

function raisedFrom(previous: VersionTag | undefined, version: string, sinceStable: Bump): Raised {
  if (previous === undefined) return "first";
  if (semver.prerelease(version) !== null) return "prerelease";
  const difference = semver.diff(previous.version, version);
  return difference === "major" || difference === "minor" || difference === "patch" ? difference : sinceStable;
}

/** Commits since the last release, and those of them that are also newer than the last version of any kind. */
export interface Since {
  readonly stable: readonly Weighed[];
  readonly any: readonly Weighed[];
}

/** What the commits raise; without any version yet, whatever there is makes the first. */
function newsIn({ stable, any }: Standing, since: Since, prerelease: boolean): Bump {
  const [last, commits] = prerelease ? [any, since.any] : [stable, since.stable];
  if (last === undefined) return commits.length > 0 ? higher("patch", bumpOf(since.stable)) : "none";
  return bumpOf(commits) === "none" ? "none" : bumpOf(since.stable);
}

/** What to do, from what is there. Nothing here asks or writes anything. */
export function decide(standing: Standing, since: Since, rules: NextRules): Decision {
  const { prerelease } = rules;
  const tag = tagHere(standing, prerelease);
  const bump = bumpOf(since.stable);
  if (tag) {
    const previous = previousOf(standing, !isStable(tag));
    return { kind: "already", tag, previous, bump: raisedFrom(previous, tag.version, bump) };
  }
  if (standing.after) return { kind: "included", tag: standing.after };
  const previous = previousOf(standing, prerelease !== undefined);
  // another kind of version at this very commit: all there is, is in it
  const any = standing.here[0] ?? standing.any;
  const fresh = any === standing.any ? since.any : [];
  const news = newsIn({ ...standing, any }, { ...since, any: fresh }, prerelease !== undefined);
  if (news === "none") return { kind: "nothing", previous };
  const version = nextVersion({ ...standing, any }, news, rules);
  if (any && semver.lte(version, any.version)) return { kind: "backwards", version, above: any };
  const by = standing.all.find((other) => other.version === version);
  if (by) return { kind: "taken", version, by };
  return { kind: "tag", version, previous, bump: raisedFrom(previous, version, bump) };
}
