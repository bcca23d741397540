import type { Commit } from "./commits/commit.ts";
import type { Repository } from "./github/repository.ts";

/** Of a repository without any version this many commits are looked at: enough for its first notes. */
const firstNotes = 1000;

const oldest = (commits: readonly Commit[]) =>
  commits
    .map(({ date }) => date)
    .filter((date) => date !== "")
    .sort()[0];

/** The commits that touch one of the paths, among these; without paths, all of them. */
async function touching(
  sha: string,
  commits: readonly Commit[],
  paths: readonly string[],
  repository: Repository,
): Promise<readonly Commit[]> {
  const since = oldest(commits);
  if (paths.length === 0 || commits.length === 0) return commits;
  const lists = await Promise.all(
    paths.map((path) => repository.history(sha, { path, ...(since === undefined ? {} : { since }) })),
  );
  const touched = new Set(lists.flat().map((commit) => commit.sha));
  return commits.filter((commit) => touched.has(commit.sha));
}

/** `commits` undefined: there was no version before, and all of history counts. */
export async function countingCommits(
  sha: string,
  commits: readonly Commit[] | undefined,
  paths: readonly string[],
  repository: Repository,
): Promise<readonly Commit[]> {
  if (commits !== undefined) return touching(sha, commits, paths, repository);
  if (paths.length === 0) return repository.history(sha, { most: firstNotes });
  const lists = await Promise.all(paths.map((path) => repository.history(sha, { path, most: firstNotes })));
  return [...new Map(lists.flat().map((commit) => [commit.sha, commit])).values()].sort((a, b) =>
    a.date < b.date ? 1 : a.date > b.date ? -1 : 0,
  );
}
