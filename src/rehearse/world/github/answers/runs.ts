import { type Call, type Handler, type Json, notFound, ok } from "../call.ts";

const runJson = (id: string, { memory, name, url }: Call): Json => {
  const run = memory.runs.get(id);
  if (!run) return null;
  const { actor, event, ref, sha } = run;
  return {
    id: Number(id),
    name: "rehearsal",
    event,
    status: "in_progress",
    conclusion: null,
    head_branch: ref.replace(/^refs\/(heads|tags)\//, ""),
    head_sha: sha,
    run_number: 1,
    run_attempt: 1,
    actor: { login: actor },
    triggering_actor: { login: actor },
    url: `${url}/repos/${name}/actions/runs/${id}`,
    html_url: `https://github.com/${name}/actions/runs/${id}`,
  };
};

/** `GET /actions/runs/{id}` */
export const oneRun: Handler = async (call) => {
  const run = runJson(call.args[0] ?? "", call);
  return run === null ? notFound : ok(run);
};

/** `GET /actions/runs/{id}/approvals`: what was answered at this rehearsal's gates. */
export const approvals: Handler = async (call) => {
  const { memory, args } = call;
  const [id = ""] = args;
  if (!memory.runs.has(id)) return notFound;
  return ok(
    memory.reviews
      .filter(({ run }) => run === id)
      .map(({ environment, state, user, comment }) => ({
        state,
        comment,
        user: { login: user, type: "User" },
        environments: [environmentJson(environment, call)],
      })),
  );
};

const environmentJson = (environment: string, { memory, name, url }: Call): { readonly [key: string]: Json } => ({
  id: 1,
  name: environment,
  url: `${url}/repos/${name}/environments/${encodeURIComponent(environment)}`,
  html_url: `https://github.com/${name}/deployments/activity_log?environments_filter=${encodeURIComponent(environment)}`,
  protection_rules: memory.gated.has(environment) ? [{ id: 1, type: "required_reviewers", reviewers: [] }] : [],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
});

/** `GET /environments/{name}`: a rehearsal has every environment that a workflow names. */
export const oneEnvironment: Handler = async (call) => ok(environmentJson(call.args[0] ?? "", call));
