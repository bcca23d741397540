import * as v from "valibot";
import { ActionError } from "../../../src/action/index.ts";
import type { Commit } from "../commits/commit.ts";
import type { NamedTag } from "../version/tag.ts";
import { type GitHub, read, refusal } from "./client.ts";

const CommitAnswer = v.object({
  sha: v.string(),
  parents: v.array(v.object({ sha: v.string() })),
  commit: v.object({ message: v.string(), committer: v.nullable(v.object({ date: v.string() })) }),
});

const commitOf = ({ sha, parents, commit }: v.InferOutput<typeof CommitAnswer>): Commit => ({
  sha,
  parents: parents.map((parent) => parent.sha),
  message: commit.message,
  date: commit.committer?.date ?? "",
});

// a tag of a file or a tree leads to no commit
const TagAnswer = v.object({ name: v.string(), commit: v.nullish(v.object({ sha: v.nullish(v.string()) })) });

/** How one commit stands to another, and what the second has that the first has not, newest first. */
export interface Compared {
  readonly status: "ahead" | "behind" | "identical" | "diverged";
  readonly commits: readonly Commit[];
}

const ComparedPage = v.object({
  status: v.picklist(["ahead", "behind", "identical", "diverged"]),
  total_commits: v.number(),
  commits: v.array(CommitAnswer),
});

/** What the action asks of the repository, and what it makes there. */
export interface Repository {
  commit(sha: string): Promise<Commit>;
  tags(): Promise<readonly NamedTag[]>;
  /** the commit that a tag leads to now; undefined where there is no such tag */
  tag(name: string): Promise<string | undefined>;
  /** undefined: they have no history in common */
  compare(base: string, head: string): Promise<Compared | undefined>;
  /** a commit and those before it, newest first; only those that touch the path, or came after the date */
  history(
    sha: string,
    options?: { readonly path?: string; readonly since?: string; readonly most?: number },
  ): Promise<readonly Commit[]>;
  /** an annotated tag; false when there is one of that name */
  makeTag(name: string, sha: string, message: string): Promise<boolean>;
}

function query(values: Readonly<Record<string, string | undefined>>): string {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== undefined) given.set(key, value);
  return given.toString();
}

const RefAnswer = v.object({ object: v.object({ sha: v.string(), type: v.string() }) });

/** Tags may lead to tags; more than a few make no sense. */
const deepest = 5;

export function repositoryOn(github: GitHub): Repository {
  const peeled = async (object: { readonly sha: string; readonly type: string }): Promise<string> => {
    let at = object;
    for (let depth = 0; at.type === "tag" && depth < deepest; depth += 1)
      at = read(RefAnswer, await github.get(`/git/tags/${at.sha}`)).object;
    return at.sha;
  };
  const all = async <Item>(
    pages: AsyncIterable<readonly Item[]>,
    most = Number.POSITIVE_INFINITY,
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for await (const page of pages) {
      items.push(...page);
      if (items.length >= most) break;
    }
    return items;
  };
  return {
    async commit(sha) {
      const answer = await github.get(`/commits/${sha}`, [404, 409, 422]);
      if (answer.status === 200) return commitOf(read(CommitAnswer, answer));
      throw new ActionError("no-commit", `the repository has no commit ${sha}`, { came: refusal(answer) });
    },
    tags: async () =>
      (await all(github.pages("/tags?per_page=100", TagAnswer))).flatMap(({ name, commit }) =>
        commit?.sha ? [{ name, sha: commit.sha }] : [],
      ),
    async tag(name) {
      const answer = await github.get(`/git/ref/tags/${encodeURI(name)}`, [404]);
      return answer.status === 404 ? undefined : peeled(read(RefAnswer, answer).object);
    },
    async compare(base, head) {
      const commits: Commit[] = [];
      for (let page = 1; ; page += 1) {
        const answer = await github.get(`/compare/${base}...${head}?per_page=100&page=${page}`, [404]);
        if (answer.status === 404) return undefined;
        const { status, total_commits, commits: some } = read(ComparedPage, answer);
        commits.push(...some.map(commitOf));
        // GitHub lists the oldest first
        if (some.length === 0 || commits.length >= total_commits) return { status, commits: commits.toReversed() };
      }
    },
    history: async (sha, { path, since, most } = {}) =>
      (await all(github.pages(`/commits?${query({ sha, path, since, per_page: "100" })}`, CommitAnswer), most)).map(
        commitOf,
      ),
    async makeTag(name, sha, message) {
      const made = await github.post("/git/tags", { tag: name, message, object: sha, type: "commit" });
      const tag = read(v.object({ sha: v.string() }), made);
      const answer = await github.post("/git/refs", { ref: `refs/tags/${name}`, sha: tag.sha }, [409, 422]);
      if (answer.status === 201) return true;
      const said = refusal(answer);
      // 409: somebody writes the same name at this moment
      if (answer.status === 409 || /already exists/i.test(said)) {
        // an answer that got lost on its way left the tag behind all the same
        const ref = await github.get(`/git/ref/tags/${encodeURI(name)}`, [404]);
        return ref.status === 200 && read(RefAnswer, ref).object.sha === tag.sha;
      }
      throw new ActionError("denied", `GitHub refuses the tag ${name}`, { came: said });
    },
  };
}
