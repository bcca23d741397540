import semver from "semver";

/** A tag of this component, and the version it stands for. */
export interface VersionTag {
  readonly name: string;
  readonly version: string;
  /** the commit it leads to */
  readonly sha: string;
}

export interface NamedTag {
  readonly name: string;
  readonly sha: string;
}

/** `v1.2.3` with the prefix `v` → 1.2.3; undefined for a tag of something else, or one that only looks like a version. */
export function versionIn(name: string, prefix: string): string | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const rest = name.slice(prefix.length);
  // semver alone would read `v1.2.3` behind the prefix, too
  const version = /^\d/.test(rest) ? semver.valid(rest) : null;
  return version === rest ? version : undefined;
}

/** Highest version first. */
export const versionTags = (tags: readonly NamedTag[], prefix: string): readonly VersionTag[] =>
  tags
    .flatMap(({ name, sha }) => {
      const version = versionIn(name, prefix);
      return version === undefined ? [] : [{ name, version, sha }];
    })
    .sort((a, b) => semver.rcompare(a.version, b.version));

export const isStable = ({ version }: Pick<VersionTag, "version">): boolean => semver.prerelease(version) === null;

/** Of the pre-releases of this name: `1.4.0-rc.2` is one of `rc`. */
export const isOfChannel = ({ version }: Pick<VersionTag, "version">, name: string): boolean =>
  semver.prerelease(version)?.[0] === name;
