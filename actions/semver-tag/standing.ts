import type { Commit } from "./commits/commit.ts";
import type { Standing } from "./decide.ts";
import type { Compared, Repository } from "./github/repository.ts";
import { isStable, type VersionTag } from "./version/tag.ts";

/** How the tags stand to a commit, and the commits since the last of them; undefined since: there was none before. */
export interface Found {
  readonly standing: Standing;
  readonly sinceStable: readonly Commit[] | undefined;
  readonly sinceAny: readonly Commit[] | undefined;
}

/** The lowest of the tags at commits that have this one in them. */
function lowestAfter(commit: string, between: readonly Commit[], tags: readonly VersionTag[]): VersionTag | undefined {
  const after = new Set([commit]);
  // newest first: from the back every parent comes before its children
  for (const { sha, parents } of between.toReversed()) if (parents.some((parent) => after.has(parent))) after.add(sha);
  return tags.findLast(({ sha }) => sha !== commit && after.has(sha));
}

/**
 * Goes down from the highest version and asks GitHub how it stands to the commit, until one comes before it: usually the
 * first. A tag on another line tells of all tags on that line at once, so there is one question for each line, not for each
 * tag.
 */
export async function stand(commit: string, tags: readonly VersionTag[], repository: Repository): Promise<Found> {
  const here = tags.filter(({ sha }) => sha === commit);
  const apart = new Set<string>();
  let any: { readonly tag: VersionTag; readonly since: Compared } | undefined;
  const found = (stable: typeof any, after?: VersionTag): Found => ({
    standing: { here, after, stable: stable?.tag, any: any?.tag, all: tags },
    sinceStable: stable?.since.commits,
    sinceAny: any?.since.commits,
  });
  for (const tag of tags.filter(({ sha }) => sha !== commit)) {
    if (apart.has(tag.sha) || (any !== undefined && !isStable(tag))) continue;
    const since = await repository.compare(tag.sha, commit);
    if (since?.status === "ahead") {
      any ??= { tag, since };
      if (isStable(tag)) return found({ tag, since });
      continue;
    }
    const beyond = since && (await repository.compare(commit, tag.sha));
    if (beyond?.status === "ahead" && any === undefined)
      return found(undefined, lowestAfter(commit, beyond.commits, tags) ?? tag);
    for (const { sha } of beyond?.commits ?? []) apart.add(sha);
    apart.add(tag.sha);
  }
  return found(undefined);
}
