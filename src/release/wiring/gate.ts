import type { Secret } from "../../action/index.ts";
import { badStatus, bodyJson, type Deps, kitError, request } from "../../action/index.ts";
import { decideBranchPolicy, decideGate, type GateAnswer, readApprovals } from "../gate.ts";
import { parseJson } from "../json/json.ts";

export interface GateQuestion {
  readonly mode: "approval" | "branch-policy" | "none";
  readonly environment: string;
  readonly token: Secret | undefined;
}

/** Asks GitHub whether this run may deploy here. */
export async function askGate(question: GateQuestion, deps: Deps): Promise<GateAnswer | undefined> {
  const { mode, environment, token } = question;
  if (mode === "none") return undefined;
  const { repository, runId, apiUrl, actor = "" } = deps.runner;
  if (repository === undefined || runId === undefined || token === undefined) {
    throw kitError("bad-input", `gate: ${mode} needs a run of a workflow and a token that may read actions`);
  }
  const path =
    mode === "approval" ? `actions/runs/${runId}/approvals` : `environments/${encodeURIComponent(environment)}`;
  const what = mode === "approval" ? "GitHub (approvals of this run)" : `GitHub (environment ${environment})`;
  const headers = {
    authorization: `Bearer ${token.reveal()}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
  };
  const answer = await request(deps, { url: `${apiUrl}/repos/${repository}/${path}`, headers, what });
  if (answer.status !== 200) throw badStatus(answer, what);
  const body = parseJson(JSON.stringify(bodyJson(answer, what)));
  return mode === "approval"
    ? decideGate(readApprovals(body, actor), environment)
    : decideBranchPolicy(body, environment);
}
