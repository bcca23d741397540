import { type Handler, notFound, ok } from "../call.ts";

/** `GET /repos/{owner}/{repo}` */
export const repository: Handler = async ({ git, name, url }) => {
  const [owner = "", repo = ""] = name.split("/");
  const branches = (await git.refs("refs/heads/")).map(({ ref }) => ref.slice("refs/heads/".length));
  return ok({
    id: 1,
    name: repo,
    full_name: name,
    private: true,
    owner: { login: owner },
    default_branch: branches.includes("main") ? "main" : (branches[0] ?? "main"),
    url: `${url}/repos/${name}`,
    html_url: `https://github.com/${name}`,
  });
};

/** `GET /contents/{path}?ref=`: a file; folders are not listed. */
export const contents: Handler = async ({ git, args: [path = ""], query }) => {
  const commit = await git.resolve(query.get("ref") ?? "HEAD");
  const file = commit === undefined ? undefined : await git.file(commit, path);
  if (!file) return notFound;
  return ok({
    type: "file",
    name: path.split("/").at(-1) ?? path,
    path,
    size: file.length,
    encoding: "base64",
    content: file.toString("base64"),
  });
};

/** `GET /rate_limit` */
export const rateLimit: Handler = async ({ now }) => {
  const core = { limit: 5000, used: 0, remaining: 5000, reset: Math.floor(now().getTime() / 1000) + 3600 };
  return ok({ resources: { core }, rate: core });
};
