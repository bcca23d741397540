import { isObject, type Value } from "../expression/value.ts";

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

type Payload = { readonly [key: string]: Value };

/** The branches that a pull request is from and for, as its payload has them. */
function branchOf({ name, payload }: RunFacts["event"], side: "head" | "base"): string {
  const pull = name.startsWith("pull_request") ? payload["pull_request"] : null;
  const end = isObject(pull) ? pull[side] : null;
  const ref = isObject(end) ? end["ref"] : null;
  return typeof ref === "string" ? ref : "";
}

/** The number of who or what the event is about; GitHub shows it as text. */
function idOf(payload: Payload, ...path: readonly string[]): string {
  let found: Value = payload;
  for (const key of [...path, "id"]) found = isObject(found) ? (found[key] ?? null) : null;
  return typeof found === "number" ? String(found) : "1";
}

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
    action_ref: "",
    action_repository: "",
    actor: facts.actor,
    actor_id: idOf(event.payload, "sender"),
    api_url: facts.apiUrl,
    base_ref: facts.baseRef ?? branchOf(event, "base"),
    event: event.payload,
    event_name: event.name,
    graphql_url: `${facts.apiUrl}/graphql`,
    head_ref: facts.headRef ?? branchOf(event, "head"),
    job,
    ref,
    ref_name: shortRef(ref),
    ref_protected: false,
    ref_type: refType(ref),
    repository,
    repository_id: idOf(event.payload, "repository"),
    repository_owner: repository.split("/")[0] ?? "",
    repository_owner_id: idOf(event.payload, "repository", "owner"),
    repositoryUrl: `git://github.com/${repository}.git`,
    retention_days: "90",
    run_attempt: String(facts.runAttempt),
    run_id: facts.runId,
    run_number: String(facts.runNumber),
    secret_source: "Actions",
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
