/** What every workflow may read, whatever started it. What depends on the triggers comes from the workflow's own `github`. */
import { Expr, fields } from "./expression.ts";
import { path } from "./node.ts";

type Text = Expr<string, "github">;

/** `github` as it is in every workflow. `event` and `event_name` depend on the triggers: take them in `jobs: ({ github }) => …`. */
export interface Github {
  readonly action: Text;
  readonly action_path: Text;
  readonly action_ref: Text;
  readonly action_repository: Text;
  readonly action_status: Text;
  readonly actor: Text;
  readonly actor_id: Text;
  readonly api_url: Text;
  /** of a pull request: the branch it goes to; else empty */
  readonly base_ref: Text;
  readonly graphql_url: Text;
  /** of a pull request: the branch it comes from. Whoever opens it chooses this text. */
  readonly head_ref: Text;
  /** the id of the job that runs */
  readonly job: Text;
  /** `refs/heads/main`, `refs/tags/v1`, `refs/pull/1/merge` */
  readonly ref: Text;
  readonly ref_name: Text;
  readonly ref_protected: Expr<boolean, "github">;
  readonly ref_type: Expr<"branch" | "tag", "github">;
  readonly repository: Text;
  readonly repository_id: Text;
  readonly repository_owner: Text;
  readonly repository_owner_id: Text;
  readonly repositoryUrl: Text;
  readonly retention_days: Text;
  readonly run_attempt: Text;
  readonly run_id: Text;
  readonly run_number: Text;
  readonly secret_source: Text;
  readonly server_url: Text;
  /** the commit that started the run */
  readonly sha: Text;
  /** the token of this job, with the job's permissions */
  readonly token: Text;
  readonly triggering_actor: Text;
  readonly workflow: Text;
  readonly workflow_ref: Text;
  readonly workflow_sha: Text;
  readonly workspace: Text;
}
/**
 * What GitHub knows of every run: `github.ref`, `github.sha`, `github.repository`. Each field is an expression.
 *
 * ```ts
 * job("publish", { if: eq(github.ref, "refs/heads/main"), … })
 * ```
 */
export const github: Github = fields(path("github"));

declare const secretName: unique symbol;
/** A secret of the repository, its organisation, or the job's environment. */
export interface Secret<Name extends string> extends Expr<string, "secrets"> {
  readonly [secretName]: Name;
}
/**
 * `secrets.NAME`. Nothing can say here whether it exists: an unknown one is empty when the workflow runs. GitHub gives no secrets
 * to a job's `if`: hand it to the `env` of the one step that needs it.
 *
 * ```ts
 * step(sh`npm publish`, { env: { NODE_AUTH_TOKEN: secret("NPM_TOKEN") }, permissions: {} });
 * ```
 */
export const secret = <const Name extends string>(name: Name): Secret<Name> => fields(path("secrets", name));

/**
 * `vars.NAME`: a configuration variable of the repository, its organisation, or the job's environment. It is text:
 * `isTrue(variable("DRY_RUN"))` reads it as a condition.
 */
export const variable = (name: string): Expr<string, "vars"> => new Expr(path("vars", name));

/**
 * `env.NAME`: a variable set by `env:` or by an earlier step. In code it is there anyway: `` sh`echo "$NAME"` ``; this is for
 * the other places of a step, as its `if` or an action's inputs.
 */
export const env = (name: string): Expr<string, "env"> => new Expr(path("env", name));
