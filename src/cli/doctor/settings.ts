/** A repository's settings, as far as the token sees them. https://docs.github.com/en/rest */
import * as v from "valibot";
import { ask, askAll, type GitHub, type Seen } from "./github.ts";

const Names = (key: "secrets" | "branch_policies") =>
  v.pipe(
    v.object({ [key]: v.array(v.object({ name: v.string() })) }),
    v.transform((answer) => (answer[key] ?? []).map(({ name }) => name)),
  );

const Repository = v.object({
  full_name: v.string(),
  default_branch: v.string(),
  // an app's token has none
  permissions: v.optional(v.object({ admin: v.boolean() })),
});

const Policy = v.nullish(v.object({ protected_branches: v.boolean(), custom_branch_policies: v.boolean() }), null);
const Protection = v.object({
  type: v.string(),
  wait_timer: v.optional(v.number()),
  prevent_self_review: v.optional(v.boolean()),
  reviewers: v.optional(v.array(v.object({ type: v.string(), reviewer: v.object({ id: v.number() }) }))),
});
const Environment = v.object({
  name: v.string(),
  protection_rules: v.optional(v.array(Protection), []),
  deployment_branch_policy: Policy,
});
const Environments = v.pipe(
  v.object({ environments: v.array(Environment) }),
  v.transform(({ environments }) => environments),
);

const WorkflowRights = v.object({
  default_workflow_permissions: v.string(),
  can_approve_pull_request_reviews: v.boolean(),
});
const Actions = v.object({
  enabled: v.boolean(),
  allowed_actions: v.optional(v.string()),
  sha_pinning_required: v.optional(v.boolean()),
});
const Selected = v.object({
  github_owned_allowed: v.optional(v.boolean(), false),
  verified_allowed: v.optional(v.boolean(), false),
  patterns_allowed: v.optional(v.array(v.string()), []),
});

/** The checks that rules ask for; rules of other kinds have other parameters. */
const Rules = v.array(
  v.object({
    type: v.string(),
    parameters: v.optional(
      v.object({ required_status_checks: v.optional(v.array(v.object({ context: v.string() })), []) }),
    ),
  }),
);
const Protected = v.object({ contexts: v.array(v.string()) });
const Immutable = v.object({ enabled: v.boolean() });

export type GitHubEnvironment = v.InferOutput<typeof Environment>;
export type ActionsPolicy = v.InferOutput<typeof Actions>;
export type SelectedActions = v.InferOutput<typeof Selected>;
type Named<T> = ReadonlyMap<string, Seen<T>>;

export interface Settings {
  readonly repository: v.InferOutput<typeof Repository>;
  readonly environments: Seen<readonly GitHubEnvironment[]>;
  /** by environment */
  readonly environmentSecrets: Named<readonly string[]>;
  /** by environment: the branches that may deploy, where they are named */
  readonly branches: Named<readonly string[]>;
  readonly repositorySecrets: Seen<readonly string[]>;
  readonly organizationSecrets: Seen<readonly string[]>;
  readonly workflowRights: Seen<v.InferOutput<typeof WorkflowRights>>;
  readonly actions: Seen<ActionsPolicy>;
  readonly selected: Seen<SelectedActions>;
  /** names of required checks: by rulesets, and by the older protection of a branch */
  readonly rules: Seen<readonly string[]>;
  readonly protection: Seen<readonly string[]>;
  readonly immutable: Seen<v.InferOutput<typeof Immutable>>;
}

const administration = "Administration: read";

/** A 404 where something is always there: GitHub hides what a token may not see. */
const hidden = <T>(seen: Seen<T>, right: string): Seen<T> =>
  seen.kind === "absent"
    ? { kind: "unseen", why: `GitHub answered 404, as it does where a token lacks rights; it needs ${right}` }
    : seen;

const mapped = <T, U>(seen: Seen<T>, to: (value: T) => U): Seen<U> =>
  seen.kind === "value" ? { kind: "value", value: to(seen.value) } : seen;

/** Where the older protection is off, GitHub says so in its 404; without rights it only says that nothing was found. */
const protectionOf = (seen: Seen<readonly string[]>): Seen<readonly string[]> =>
  seen.kind === "absent" && /not protected|not enabled|branch not found/i.test(seen.message)
    ? { kind: "value", value: [] }
    : hidden(seen, administration);

/** It answers 404 where it is off as well as where one is no administrator. */
const immutableOf = (seen: Settings["immutable"], admin: boolean): Settings["immutable"] =>
  seen.kind === "absent" && admin ? { kind: "value", value: { enabled: false } } : hidden(seen, administration);

/** What is kept in an environment that is not there: nothing, though GitHub answers 404 as where one lacks rights. */
const inside = (secrets: Named<readonly string[]>, environments: Settings["environments"]): Named<readonly string[]> =>
  environments.kind !== "value"
    ? secrets
    : new Map(
        [...secrets].map(([name, seen]) => {
          const there = environments.value.some((one) => one.name.toLowerCase() === name.toLowerCase());
          return [name, there ? seen : { kind: "value", value: [] }] as const;
        }),
      );

async function byName<T>(
  names: readonly string[],
  look: (name: string) => Promise<Seen<T>>,
): Promise<ReadonlyMap<string, Seen<T>>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await look(name)] as const)));
}

/** Everything, side by side; or why not even the repository is seen. */
export async function settingsOf(
  github: GitHub,
  repository: string,
  branch: string,
  environments: readonly string[],
): Promise<Seen<Settings>> {
  const root = `/repos/${repository}`;
  const found = hidden(
    await ask(github, { path: root, schema: Repository, right: "Metadata: read" }),
    "Metadata: read of this repository",
  );
  if (found.kind !== "value") return found;
  const admin = found.value.permissions?.admin === true;
  const at = encodeURIComponent;
  const look = async <T>(path: string, schema: v.GenericSchema<unknown, T>) =>
    hidden(await ask(github, { path: `${root}${path}`, schema, right: administration }), administration);
  const list = async <T>(path: string, schema: v.GenericSchema<unknown, readonly T[]>, right: string) =>
    hidden(await askAll(github, { path: `${root}${path}`, schema, right }), right);

  const [
    listed,
    environmentSecrets,
    branches,
    repositorySecrets,
    organizationSecrets,
    workflowRights,
    actions,
    selected,
    rules,
    protection,
    immutable,
  ] = await Promise.all([
    list("/environments", Environments, "Actions: read"),
    byName(environments, (name) => list(`/environments/${at(name)}/secrets`, Names("secrets"), "Environments: read")),
    byName(environments, (name) =>
      list(`/environments/${at(name)}/deployment-branch-policies`, Names("branch_policies"), "Actions: read"),
    ),
    list("/actions/secrets", Names("secrets"), "Secrets: read"),
    list("/actions/organization-secrets", Names("secrets"), "Secrets: read"),
    look("/actions/permissions/workflow", WorkflowRights),
    look("/actions/permissions", Actions),
    look("/actions/permissions/selected-actions", Selected),
    list(`/rules/branches/${at(branch)}`, Rules, "Metadata: read"),
    ask(github, {
      path: `${root}/branches/${at(branch)}/protection/required_status_checks`,
      schema: Protected,
      right: administration,
    }),
    ask(github, { path: `${root}/immutable-releases`, schema: Immutable, right: administration }),
  ]);
  return {
    kind: "value",
    value: {
      repository: found.value,
      environments: listed,
      environmentSecrets: inside(environmentSecrets, listed),
      branches,
      repositorySecrets,
      organizationSecrets,
      workflowRights,
      actions,
      selected,
      rules: mapped(rules, (all) =>
        all
          .filter(({ type }) => type === "required_status_checks")
          .flatMap(({ parameters }) => (parameters?.required_status_checks ?? []).map(({ context }) => context)),
      ),
      protection: protectionOf(mapped(protection, ({ contexts }) => contexts)),
      immutable: immutableOf(immutable, admin),
    },
  };
}
