import { isExpression, nodeOf } from "../expr/expression.ts";
import type { Reads } from "../expr/parse.ts";
import { print } from "../expr/print.ts";
import { type AnyJob, type CallModel, type JobModel, model } from "../workflow/job-model.ts";
import { type Permissions, union } from "../workflow/permissions.ts";
import { type Callees, isRemote, type Pins, usesEntry } from "./callees.ts";
import { permissionsTree } from "./permissions.ts";
import { concurrency, container, defaults, environment, runsOn, services, snapshot, strategy } from "./settings.ts";
import { readJobs, readSteps, type Site, sitesOf } from "./sites.ts";
import { flat, type Scripts, scriptsOf, stepsTree, withIds } from "./step.ts";
import { condition, fixed, text, untyped, variables } from "./text.ts";
import { type Entry, entry, flow, type Mapping, mapping, plain, type Yaml } from "./tree.ts";

/** A job as YAML, and what was found out about it on the way. */
export interface RenderedJob {
  readonly job: AnyJob;
  readonly tree: Mapping;
  readonly sites: readonly Site[];
  /** the ids of the jobs it needs: those it names and those it reads */
  readonly needs: readonly string[];
  readonly permissions: Permissions;
  readonly scripts: Scripts;
}

/** Runners whose default shell is bash or sh. Anything else might be Windows, where it is PowerShell. */
function unixRunner(job: JobModel): boolean {
  if (job.container !== undefined) return true;
  const given = job.runsOn;
  const labels = typeof given === "string" ? [given] : Array.isArray(given) ? given : [];
  return labels.some((label) => /^(?:ubuntu|macos|linux)\b/i.test(label));
}

/** Where the runner's default may be PowerShell, shell code says once for the job that bash runs it. */
function defaultsOf(job: JobModel): JobModel["defaults"] {
  const given = job.defaults?.run;
  const scripts = flat(job.steps).filter(
    ({ what, shell }) => what.kind === "run" && what.language === "sh" && shell === undefined,
  );
  if (given?.shell !== undefined || unixRunner(job) || scripts.length === 0) return job.defaults;
  return { run: { ...given, shell: "bash" } };
}

/** What the token must be allowed: by each step, by the job itself, and for a call by the called jobs. */
export function permissionsOf(job: JobModel | CallModel, callees: Callees): Permissions {
  if (job.kind === "call")
    return isRemote(job.callee) ? union([job.callee.permissions]) : callees.permissionsOf(job.callee);
  const steps = flat(job.steps).flatMap((step) => [
    step.permissions ?? (step.what.kind === "uses" ? (step.what.permissions ?? {}) : {}),
  ]);
  return union([...steps, job.permissions ?? {}]);
}

const outputsOf = (job: JobModel): Mapping =>
  mapping(
    Object.entries(job.outputs).map(([name, value]) =>
      entry(
        name,
        isExpression(value) || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
          ? text(value, "string-runner-context")
          : undefined,
      ),
    ),
  );

/** `secrets: inherit` stands for all of them. */
const secretsTree = (secrets: CallModel["secrets"]): Yaml =>
  isExpression(secrets)
    ? print(nodeOf(secrets)) === "secrets"
      ? plain("inherit")
      : plain(String(print(nodeOf(secrets))))
    : variables(secrets, "scalar-needs-context-with-secrets");

const callEntries = (job: CallModel, callees: Callees): readonly (Entry | undefined)[] => [
  isRemote(job.callee)
    ? usesEntry(job.callee.uses, job.callee.pin, callees.pins)
    : entry("uses", plain(callees.usesOf(job.callee) ?? "")),
  entry("with", variables(job.with, "scalar-needs-context")),
  entry("secrets", secretsTree(job.secrets)),
];

const stepsEntries = (job: JobModel, pins: Pins, scripts: Scripts): readonly (Entry | undefined)[] => [
  entry("cache-mode", fixed(job.cacheMode)),
  entry("timeout-minutes", text(job.timeoutMinutes, "number-strategy-context")),
  entry("cancel-timeout-minutes", text(job.cancelTimeoutMinutes, "number-strategy-context")),
  entry("continue-on-error", text(job.continueOnError, "boolean-strategy-context")),
  entry("env", variables(job.env, "job-env")),
  entry("defaults", defaults(defaultsOf(job), "job-defaults-run")),
  entry("container", container(job.container)),
  entry("services", services(job.services)),
  entry("snapshot", snapshot(job.snapshot)),
  entry("outputs", outputsOf(job)),
  entry("steps", stepsTree(job.steps, { shellByDefault: true, pins, scripts })),
];

/** The keys of a job without what is only known when its text is there: `needs`, and the ids of steps. */
const entriesOf = (job: JobModel | CallModel, permissions: Permissions, callees: Callees, scripts: Scripts) =>
  mapping([
    entry("name", text(job.name, "string-strategy-context")),
    entry("if", condition(job.if, "job-if")),
    entry("strategy", strategy(job)),
    entry("runs-on", job.kind === "steps" ? runsOn(job.runsOn) : undefined),
    entry("environment", job.kind === "steps" ? environment(job) : undefined),
    entry("concurrency", concurrency(job.concurrency, "job-concurrency")),
    // a job that asks for nothing says nothing: the workflow has taken everything already
    entry("permissions", permissionsTree(permissions)),
    ...(job.kind === "call" ? callEntries(job, callees) : stepsEntries(job, callees.pins, scripts)),
    ...untyped(job.untyped),
  ]);

function waitedFor(job: JobModel | CallModel): readonly string[] {
  if (job.kind === "call") return [];
  return flat(job.steps).flatMap(({ what }) =>
    what.kind === "wait" ? what.targets : what.kind === "cancel" ? [what.target] : [],
  );
}

/** The job as YAML: what others are read is needed, what nobody reads has no id. */
export function renderJob(job: AnyJob, callees: Callees, memo: Map<string, Reads>): RenderedJob {
  const made = job[model];
  const permissions = permissionsOf(made, callees);
  const scripts = scriptsOf(made.kind === "steps" ? made.steps : []);
  const bare = entriesOf(made, permissions, callees, scripts);
  const sites = sitesOf(bare, memo, made.place);
  const needs = [...new Set([...made.needs.map((needed) => needed.id), ...readJobs(sites)])];
  const read = new Set([...readSteps(sites), ...waitedFor(made)]);
  const entries = bare.entries.map((e) =>
    e.key === "steps" && e.value.kind === "sequence" && made.kind === "steps"
      ? { ...e, value: withIds(e.value, made.steps, read) }
      : e,
  );
  const behindName = entries[0]?.key === "name" ? 1 : 0;
  const needed = needs.length === 1 ? plain(needs[0] ?? "") : flow(needs);
  const all = needs.length > 0 ? entries.toSpliced(behindName, 0, { key: "needs", value: needed }) : entries;
  return { job, tree: mapping(all), sites, needs, permissions, scripts };
}
