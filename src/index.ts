/** What `import … from "tidegate"` gives: everything to write workflows with. */
export * from "./bindings/index.ts";
export { env, type Github, github, type Secret, secret, variable } from "./expr/contexts.ts";
export type { Expr, ObjectExpr, ReadsOf, Scalar, ValueOf } from "./expr/expression.ts";
export { at, each } from "./expr/filter.ts";
export {
  asNumber,
  choose,
  contains,
  endsWith,
  format,
  fromJson,
  hashFiles,
  join,
  oneOf,
  orElse,
  startsWith,
  toJson,
} from "./expr/functions.ts";
export { and, eq, ge, gt, isEmpty, isTrue, le, lt, ne, not, notEmpty, or, type Truth } from "./expr/operators.ts";
export type * from "./expr/positions.gen.ts";
export type { Context } from "./expr/positions.gen.ts";
export { always, cancelled, failure, success } from "./expr/status.ts";
export type { Nothing, Tell } from "./expr/tell.ts";
export { text } from "./expr/text.ts";
export type { ActionSpec, Digest } from "./spec/index.ts";
export type { StepContexts } from "./workflow/block.ts";
export { allSecrets, type Call, type CalledJob, call } from "./workflow/call.ts";
export type { Callable } from "./workflow/callable.ts";
export { type Composite, composite } from "./workflow/composite.ts";
export { type EventOf, eventOf, type GithubFor, type StartedBy } from "./workflow/event.ts";
export type { ImageByTag, ScannedDigest, ScanResult } from "./workflow/images.ts";
export { job } from "./workflow/job.ts";
export type { JobDefinition, Outputs, StepsBlock } from "./workflow/job-definition.ts";
export type { AnyJob } from "./workflow/job-model.ts";
export type { Job, MatrixJob } from "./workflow/job-outputs.ts";
export type { Matrix, MatrixInput, NoMatrix } from "./workflow/matrix.ts";
export type { Payloads } from "./workflow/payloads.gen.ts";
export { remoteWorkflow } from "./workflow/remote.ts";
export type { ActionUse, Pin, Runnable, Script } from "./workflow/runnable.ts";
export type { Granted } from "./workflow/scopes.gen.ts";
export { bash, pwsh, python, sh } from "./workflow/script.ts";
export type { CacheMode, Environment, JobContainer, RunnerGroup, ServiceContainer } from "./workflow/settings.ts";
export type { Step, StepFunction, StepOptions } from "./workflow/step.ts";
export type { Inputs, Trigger } from "./workflow/triggers.ts";
export { type Contexts, type ReusableWorkflow, type Workflow, workflow } from "./workflow/workflow.ts";
export type { AnyWorkflow } from "./workflow/workflow-model.ts";
