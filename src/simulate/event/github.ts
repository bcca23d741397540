import type { Value } from "../expression/value.ts";

/** What a run is about; from it come the `github` context and the GITHUB_ variables. */
export interface RunFacts {
  /** `owner/name` */
  readonly repository: string;
  readonly event: { readonly name: string; readonly payload: { readonly [key: string]: Value } };
  /** `refs/heads/main` */
  readonly ref: string;
  readonly sha: string;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly actor: string;
  readonly runId: string;
  readonly runNumber: number;
  readonly runAttempt: number;
  readonly workflow: { readonly name: string; readonly path: string };
  readonly serverUrl: string;
  readonly apiUrl: string;
}

const shortRef = (ref: string) => ref.replace(/^refs\/(heads|tags|pull)\//, "");
const refType = (ref: string) => (ref.startsWith("refs/tags/") ? "tag" : "branch");

/** https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context */
export function githubContext(
  facts: RunFacts,
  job: string,
  workspace: string,
  token?: string,
): { readonly [key: string]: Value } {
  const { repository, event, ref, sha, workflow } = facts;
  const workflowRef = `${repository}/${workflow.path}@${ref}`;
  return {
    action: "",
    actor: facts.actor,
    api_url: facts.apiUrl,
    base_ref: facts.baseRef ?? "",
    event: event.payload,
    event_name: event.name,
    graphql_url: `${facts.apiUrl}/graphql`,
    head_ref: facts.headRef ?? "",
    job,
    ref,
    ref_name: shortRef(ref),
    ref_protected: false,
    ref_type: refType(ref),
    repository,
    repository_owner: repository.split("/")[0] ?? "",
    run_attempt: String(facts.runAttempt),
    run_id: facts.runId,
    run_number: String(facts.runNumber),
    server_url: facts.serverUrl,
    sha,
    // set for steps only
    token: token ?? null,
    triggering_actor: facts.actor,
    workflow: workflow.name,
    workflow_ref: workflowRef,
    workflow_sha: sha,
    workspace,
  };
}
