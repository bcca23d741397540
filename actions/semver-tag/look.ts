import semver from "semver";
import { type Weighed, weighAll } from "./commits/weigh.ts";
import { type Decision, decide, previousOf } from "./decide.ts";
import type { Repository } from "./github/repository.ts";
import { countingCommits } from "./since.ts";
import { stand } from "./standing.ts";
import { isStable, type NamedTag, type VersionTag, versionTags } from "./version/tag.ts";
import type { Work } from "./work.ts";

/** What was read and decided, once. */
export interface Looked {
  readonly decision: Decision;
  /** the version that the commit has then */
  readonly version: string | undefined;
  readonly previous: VersionTag | undefined;
  /** the commits that are new in it */
  readonly weighed: readonly Weighed[];
  /** whether no release is higher */
  readonly highest: boolean;
}

function lookedFrom(
  decision: Decision,
  previous: VersionTag | undefined,
  weighed: readonly Weighed[],
  tags: readonly VersionTag[],
): Looked {
  const version =
    decision.kind === "tag" ? decision.version : decision.kind === "already" ? decision.tag.version : undefined;
  const top = tags.find(isStable)?.version;
  const highest = version !== undefined && isStable({ version }) && (top === undefined || semver.gte(version, top));
  return { decision, version, previous, weighed, highest };
}

/** `known`: tags that we were told of, and that lists may not show yet. */
export async function look(
  { sha, prefix, paths, rules, next }: Work,
  known: readonly NamedTag[],
  repository: Repository,
): Promise<Looked> {
  const listed = await repository.tags();
  const names = new Set(listed.map(({ name }) => name));
  const tags = versionTags([...listed, ...known.filter(({ name }) => !names.has(name))], prefix);
  const { standing, sinceStable, sinceAny } = await stand(sha, tags, repository);
  // a later commit has it all: nothing depends on what the commits say
  if (standing.after !== undefined && standing.here.length === 0)
    return lookedFrom(decide(standing, { stable: [], any: [] }, next), undefined, [], tags);
  const stable = weighAll(await countingCommits(sha, sinceStable, paths, repository), rules);
  const newer = sinceAny && new Set(sinceAny.map((commit) => commit.sha));
  const any = newer === undefined ? stable : stable.filter(({ commit }) => newer.has(commit.sha));
  const decision = decide(standing, { stable, any }, next);
  const previous = "previous" in decision ? decision.previous : previousOf(standing, next.prerelease !== undefined);
  return lookedFrom(decision, previous, previous === standing.stable ? stable : any, tags);
}
