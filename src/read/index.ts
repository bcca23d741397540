/** Reading workflows: YAML text in, a model with places out, and everything GitHub would refuse. */

export type { Action, ActionInput, ActionOutput, Runs } from "./action/model.ts";
export { type ActionRead, readAction } from "./action/read.ts";
export { interfaceOf } from "./call/arguments.ts";
export {
  everyJob,
  type LoadWorkflow,
  type Resolved,
  type ResolvedCall,
  type ResolvedJob,
  type ResolvedRun,
  type ResolveOptions,
  resolveCalls,
} from "./call/resolve.ts";
export { effectiveCondition } from "./condition.ts";
export {
  asExpression,
  type Expression,
  expressionsOf,
  literalOf,
  soleExpression,
  type Text,
} from "./expression/expression.ts";
export { parseExpression } from "./expression/parse.ts";
export type { PositionName } from "./expression/position.ts";
export { childrenOf, nodesOf, type Syntax } from "./expression/syntax.ts";
export { type Condition, readCondition, readText } from "./expression/text.ts";
export type { Problem, ProblemCode, Reading } from "./problem.ts";
export { type Located, lineText, type Place, placeOf, type Source, type Span, source } from "./source.ts";
export type { Container, Credentials, Service } from "./workflow/container.ts";
export type * from "./workflow/model.ts";
export { type Grant, grantOf, type Level, type Permissions } from "./workflow/permissions.ts";
export { readWorkflow, type WorkflowRead } from "./workflow/read.ts";
export {
  type CancelStep,
  isWork,
  type ParallelStep,
  type RunStep,
  type Step,
  type UsesStep,
  type WaitAllStep,
  type WaitStep,
  workSteps,
} from "./workflow/step.ts";
export { stepIds } from "./workflow/step-id.ts";
export type { Data, Matrix, Strategy, Vector } from "./workflow/strategy.ts";
export type { Cron, Filter, Trigger } from "./workflow/trigger.ts";
export type { Value } from "./workflow/value.ts";
export { numberText } from "./yaml/number.ts";
