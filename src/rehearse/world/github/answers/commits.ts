import { type Answer, type Call, type Handler, type Json, list, notFound, ok } from "../call.ts";
import type { Commit, Person } from "../repository.ts";

const person = ({ name, email, date }: Person): Json => ({ name, email, date });

export function commitJson(
  commit: Commit,
  { url, name }: Pick<Call, "url" | "name">,
): { readonly [key: string]: Json } {
  const { sha, parents, tree, author, committer, message } = commit;
  const api = `${url}/repos/${name}`;
  return {
    sha,
    url: `${api}/commits/${sha}`,
    html_url: `https://github.com/${name}/commit/${sha}`,
    commit: {
      message,
      author: person(author),
      committer: person(committer),
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null },
    },
    author: null,
    committer: null,
    parents: parents.map((parent) => ({ sha: parent, url: `${api}/commits/${parent}` })),
  };
}

/** `GET /commits/{ref}` */
export const oneCommit: Handler = async (call) => {
  const commit = await call.git.commit(call.args[0] ?? "");
  if (!commit) return notFound;
  const files = (await call.git.filesOf(commit)).map(({ filename, status }) => ({ filename, status }));
  return ok({ ...commitJson(commit, call), files });
};

/** `GET /commits?sha=&path=&author=&since=&until=`; times are the committer's, both ends included */
export const commits: Handler = async ({ git, query, url, name }) => {
  const from = await git.resolve(query.get("sha") ?? "HEAD");
  if (from === undefined) return notFound;
  const path = query.get("path");
  const author = query.get("author");
  const time = (key: string, otherwise: number) => Date.parse(query.get(key) ?? "") || otherwise;
  const [since, until] = [time("since", Number.NEGATIVE_INFINITY), time("until", Number.POSITIVE_INFINITY)];
  const found = (await git.log(from, path ? { path } : {})).filter((commit) => {
    const at = Date.parse(commit.committer.date);
    return at >= since && at <= until && (author === null || commit.author.email === author);
  });
  return list(found.map((commit) => commitJson(commit, { url, name })));
};

/** `GET /git/commits/{sha}`: the object as git has it */
export const gitCommit: Handler = async (call) => {
  const sha = call.args[0] ?? "";
  const commit = (await call.git.type(sha)) === "commit" ? await call.git.commit(sha) : undefined;
  if (!commit) return notFound;
  const { tree, author, committer, message, parents } = commit;
  return ok({
    sha,
    message,
    author: person(author),
    committer: person(committer),
    tree: { sha: tree },
    parents: parents.map((parent) => ({ sha: parent })),
  });
};

const perPage = (query: URLSearchParams, most: number, otherwise: number) =>
  Math.min(most, Math.max(1, Number(query.get("per_page") ?? otherwise) || otherwise));

/** `GET /compare/{base}...{head}`: commits oldest first, pages of at most a hundred, files on the first alone. */
export const compare: Handler = async (call): Promise<Answer> => {
  const { git, query } = call;
  const [base = "", head = ""] = (call.args[0] ?? "").split("...");
  const [from, to] = [await git.commit(base), await git.commit(head)];
  const shared = from && to ? await git.mergeBase(from.sha, to.sha) : undefined;
  const middle = shared === undefined ? undefined : await git.commit(shared);
  if (!from || !to || !middle) return notFound;
  const ahead = await git.log(`${from.sha}..${to.sha}`, { reverse: true });
  const behind = await git.count(`${to.sha}..${from.sha}`);
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const size = perPage(query, 100, 100);
  const status = ahead.length === 0 ? (behind === 0 ? "identical" : "behind") : behind === 0 ? "ahead" : "diverged";
  const files = page === 1 ? await git.files(`${middle.sha} ${to.sha}`) : [];
  return ok({
    url: `${call.url}/repos/${call.name}/compare/${base}...${head}`,
    html_url: `https://github.com/${call.name}/compare/${base}...${head}`,
    status,
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    base_commit: commitJson(from, call),
    merge_base_commit: commitJson(middle, call),
    commits: ahead.slice((page - 1) * size, page * size).map((commit) => commitJson(commit, call)),
    files: files.map(({ filename, status: how }) => ({ filename, status: how })),
  });
};
