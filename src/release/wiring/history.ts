import type { Secret } from "../../action/index.ts";
import { bodyJson, type Deps, request, succeeded } from "../../action/index.ts";
import { numberAt, objectsAt, parseJson, textAt } from "../json/json.ts";
import { fixedReleases } from "../order/hold.ts";
import type { Ancestry } from "../order/supersede.ts";
import type { History } from "../story/refusal.ts";

/** What the commits say: by git where both are here, else by GitHub. Where neither knows, that is the answer. */
export function historyFrom(deps: Deps, token: Secret | undefined): History {
  const git = (args: readonly string[]) => deps.exec("git", args, { cwd: deps.runner.workspace, timeout: 30_000 });
  const compare = async (base: string, head: string, page: number) => {
    const { repository, apiUrl } = deps.runner;
    if (repository === undefined || token === undefined) return undefined;
    const what = "GitHub (comparing commits)";
    const url = `${apiUrl}/repos/${repository}/compare/${base}...${head}?per_page=100&page=${page}`;
    const headers = { authorization: `Bearer ${token.reveal()}`, accept: "application/vnd.github+json" };
    const answer = await request(deps, { url, headers, what, within: 30_000 }).catch(() => undefined);
    // through text, because the kit's JSON type and ours name the same thing
    return answer?.status === 200 ? parseJson(JSON.stringify(bodyJson(answer, what))) : undefined;
  };
  return {
    ancestry: async (commit, of): Promise<Ancestry> => {
      if (commit === undefined || of === undefined) return "unknown";
      if (commit === of) return "not-ancestor";
      const asked = await git(["merge-base", "--is-ancestor", commit, of]);
      if (succeeded(asked)) return "ancestor";
      if (asked.ended.how === "exit" && asked.ended.code === 1 && (await isWhole(git))) return "not-ancestor";
      const status = textAt(await compare(of, commit, 1), "status");
      return status === undefined ? "unknown" : status === "behind" ? "ancestor" : "not-ancestor";
    },
    fixes: async (from, to) => {
      if (from === undefined || to === undefined || from === to) return [];
      const log = await git(["log", "--format=%B%x00", `${from}..${to}`]);
      if (succeeded(log) && (await isWhole(git))) return fixedReleases(log.stdout.split("\0"));
      const messages: string[] = [];
      for (let page = 1, total = 1; messages.length < total; page++) {
        const answer = await compare(from, to, page);
        const found = objectsAt(answer, "commits").map((commit) => textAt(commit, "commit", "message") ?? "");
        total = numberAt(answer, "total_commits") ?? 0;
        if (found.length === 0) break;
        messages.push(...found);
      }
      return fixedReleases(messages);
    },
  };
}

/** In a shallow clone git's "no" means only that it cannot see that far. */
async function isWhole(git: (args: readonly string[]) => ReturnType<Deps["exec"]>): Promise<boolean> {
  return (await git(["rev-parse", "--is-shallow-repository"])).stdout.trim() === "false";
}
