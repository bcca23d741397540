import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { type Deps, kitError } from "../../action/index.ts";
import type { Runner } from "../story/site.ts";

/** Who we are: the run of a workflow by its id and attempt, or a person at a laptop. */
export function runnerOf(deps: Deps, commit: string | undefined): Runner {
  const { runner } = deps;
  if (!runner.onGitHub) return laptop(commit);
  const { repository, runId, runAttempt = "1", actor = "unknown", event, serverUrl } = runner;
  const order = Number(runId);
  if (repository === undefined || !Number.isSafeInteger(order)) {
    throw kitError("bad-input", "this run has no repository and id (GITHUB_REPOSITORY, GITHUB_RUN_ID)");
  }
  const url = `${serverUrl}/${repository}/actions/runs/${runId}`;
  return {
    holder: `${repository}/${runId}/${runAttempt}`,
    actor,
    order,
    ...(commit === undefined ? {} : { commit }),
    facts: { url, attempt: runAttempt, ...(event === undefined ? {} : { event }) },
  };
}

export function laptop(commit: string | undefined): Runner {
  const actor = `${userInfo().username}@${hostname()}`;
  return {
    holder: `laptop/${actor}/${randomUUID()}`,
    actor,
    order: "next",
    ...(commit === undefined ? {} : { commit }),
    facts: {},
  };
}
