import {
  type Concurrency,
  interfaceOf,
  literalOf,
  type ResolvedCall,
  type ResolvedJob,
  type ResolvedRun,
  type RunDefaults,
  type Workflow,
} from "../../read/index.ts";
import { planSteps, rawMap, rawValue } from "./from-step.ts";
import { planStrategy } from "./from-strategy.ts";
import type { CallInput, CallInterface, Defaults, Origin, Plan, Planned, RawConcurrency, RawTree } from "./plan.ts";

const rawDefaults = (defaults: RunDefaults | undefined): Defaults => ({
  ...(defaults?.shell ? { shell: defaults.shell.text } : {}),
  ...(defaults?.workingDirectory ? { workingDirectory: defaults.workingDirectory.text } : {}),
});

const rawConcurrency = (concurrency: Concurrency | undefined): RawConcurrency | undefined =>
  concurrency?.group && {
    group: concurrency.group.text,
    cancelInProgress: rawValue(concurrency.cancelInProgress),
    queue: concurrency.queue?.value === "max" ? "max" : "single",
  };

const common = ({ job, grant }: ResolvedJob) => ({
  id: job.id.value,
  name: job.name?.text,
  needs: job.needs.map((need) => need.value),
  if: job.if?.text.text,
  concurrency: rawConcurrency(job.concurrency),
  strategy: planStrategy(job.strategy),
  grant,
});

const planJob = (resolved: ResolvedRun): Planned => ({
  ...common(resolved),
  kind: "job",
  env: rawMap(resolved.job.env),
  defaults: rawDefaults(resolved.job.defaults),
  outputs: rawMap(resolved.job.outputs),
  environment: resolved.job.environment?.name
    ? { name: resolved.job.environment.name.text, url: resolved.job.environment.url?.text }
    : undefined,
  continueOnError: rawValue(resolved.job.continueOnError),
  timeoutMinutes: rawValue(resolved.job.timeoutMinutes),
  cancelTimeoutMinutes: rawValue(resolved.job.cancelTimeoutMinutes),
  runsOn: resolved.job.runsOn?.labels.map((label) => label.text) ?? [],
  steps: planSteps(resolved.job.steps ?? []),
});

/** A literal keeps its kind, for an input may be a number or a boolean. */
const rawInputs = ({ job }: ResolvedCall): Readonly<Record<string, RawTree>> =>
  Object.fromEntries(
    (job.with?.entries ?? []).map(({ name, value, scalar }) => [
      name.value,
      literalOf(value) === undefined ? value.text : scalar,
    ]),
  );

const planCall = (resolved: ResolvedCall, called: Workflow, originOf: OriginOf): Planned => ({
  ...common(resolved),
  kind: "call",
  uses: resolved.job.uses.value,
  with: rawInputs(resolved),
  secrets: resolved.job.secrets === "inherit" ? "inherit" : rawMap(resolved.job.secrets),
  called: planWorkflow(called, resolved.jobs, originOf),
});

/** A call of a workflow that is not at hand: one job, of which nothing is known but its place. A rehearsal refuses it before. */
const planUnknown = (resolved: ResolvedCall): Planned => ({
  ...common(resolved),
  kind: "job",
  env: {},
  defaults: {},
  outputs: {},
  runsOn: [],
  steps: [],
});

const typeOf = (type: string | undefined): CallInput["type"] =>
  type === "number" || type === "boolean" ? type : "string";

function planInterface(workflow: Workflow): CallInterface | undefined {
  const call = interfaceOf(workflow);
  return (
    call && {
      inputs: call.inputs.map((input) => ({
        id: input.id.value,
        type: typeOf(input.type?.value),
        default:
          input.default && literalOf(input.default.written) === undefined ? input.default.text : input.default?.value,
      })),
      secrets: call.secrets.map(({ id, required }) => ({
        id: id.value,
        required: required?.kind === "literal" && required.value,
      })),
      outputs: Object.fromEntries(call.outputs.map(({ id, value }) => [id.value, value?.text ?? ""])),
    }
  );
}

/** The repository that a workflow file belongs to. */
export type OriginOf = (file: string) => Origin & { readonly path: string };

/** A workflow that was read, with all that it calls, in the form that is run. */
export function planWorkflow(workflow: Workflow, jobs: readonly ResolvedJob[], originOf: OriginOf): Plan {
  const { path, ...origin } = originOf(workflow.source.file);
  return {
    name: workflow.name?.value ?? path,
    runName: workflow.runName?.text,
    path,
    origin,
    env: rawMap(workflow.env),
    defaults: rawDefaults(workflow.defaults),
    concurrency: rawConcurrency(workflow.concurrency),
    call: planInterface(workflow),
    jobs: jobs.map((job) => {
      if (job.kind === "job") return planJob(job);
      return job.called ? planCall(job, job.called, originOf) : planUnknown(job);
    }),
  };
}
