import { any, boolean, loose, number, strict, string, type Type, texts } from "./type.ts";

/** The contexts that are the same in every workflow (docs.github.com, "Contexts reference"). */
const github: Readonly<Record<string, Type>> = {
  ...texts(
    "action",
    "action_path",
    "action_ref",
    "action_repository",
    "action_status",
    "actor",
    "actor_id",
    "api_url",
    "base_ref",
    "env",
    "event_name",
    "event_path",
    "graphql_url",
    "head_ref",
    "job",
    "job_workflow_sha",
    "path",
    "ref",
    "ref_name",
    "ref_type",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
    "repository_visibility",
    "repositoryUrl",
    "retention_days",
    "run_id",
    "run_number",
    "run_attempt",
    "secret_source",
    "server_url",
    "sha",
    "token",
    "triggering_actor",
    "workflow",
    "workflow_ref",
    "workflow_sha",
    "workspace",
    "artifact_cache_size_limit",
    "output",
    "state",
    "step_summary",
  ),
  ref_protected: boolean,
};

export function githubType(event: Type): Type {
  return strict({ ...github, event });
}

const ports = loose(string);
const service = strict({ id: string, network: string, ports });

export const fixedContexts: Readonly<Record<string, Type>> = {
  env: loose(string),
  vars: loose(string),
  secrets: loose(string),
  job: strict({
    status: string,
    check_run_id: number,
    container: strict({ id: string, network: string }),
    services: loose(service),
    ...texts("workflow_ref", "workflow_sha", "workflow_repository", "workflow_file_path"),
  }),
  runner: strict(texts("name", "os", "arch", "temp", "tool_cache", "debug", "environment", "workspace")),
  strategy: strict({ "fail-fast": boolean, "job-index": number, "job-total": number, "max-parallel": number }),
  jobs: any,
};
