import type { Rule } from "./finding.ts";
import { actionInput } from "./rules/action-input.ts";
import { actionReference } from "./rules/action-reference.ts";
import { callInput } from "./rules/call-input.ts";
import { constantCondition } from "./rules/constant-condition.ts";
import { credentials } from "./rules/credentials.ts";
import { deprecatedCommand } from "./rules/deprecated-command.ts";
import { dispatchInput } from "./rules/dispatch-input.ts";
import { duplicateKey } from "./rules/duplicate-key.ts";
import { emptyValue } from "./rules/empty-value.ts";
import { envName } from "./rules/env-name.ts";
import { eventFilter } from "./rules/event-filter.ts";
import { expressionPlace } from "./rules/expression-place.ts";
import { expressionSyntax } from "./rules/expression-syntax.ts";
import { expressionType } from "./rules/expression-type.ts";
import { filterPattern } from "./rules/filter-pattern.ts";
import { identifier } from "./rules/identifier.ts";
import { jobNeeds } from "./rules/job-needs.ts";
import { matrixShape } from "./rules/matrix-shape.ts";
import { matrixValue } from "./rules/matrix-value.ts";
import { missingSteps } from "./rules/missing-steps.ts";
import { reusableCall } from "./rules/reusable-call.ts";
import { runnerLabel } from "./rules/runner-label.ts";
import { schedule } from "./rules/schedule.ts";
import { shellName } from "./rules/shell-name.ts";
import { stepFlow } from "./rules/step-flow.ts";
import { syntax } from "./rules/syntax.ts";
import { unknownInput } from "./rules/unknown-input.ts";
import { unknownJobOutput } from "./rules/unknown-job-output.ts";
import { unknownMatrixKey } from "./rules/unknown-matrix-key.ts";
import { unknownNeed } from "./rules/unknown-need.ts";
import { unknownProperty } from "./rules/unknown-property.ts";
import { unknownStep } from "./rules/unknown-step.ts";
import { unusedAnchor } from "./rules/unused-anchor.ts";

/** Every rule, in the order of its code. A new rule is one file in rules, one line here and one page in docs/rules. */
export const rules: readonly Rule[] = [
  actionInput,
  actionReference,
  callInput,
  constantCondition,
  credentials,
  deprecatedCommand,
  dispatchInput,
  duplicateKey,
  emptyValue,
  envName,
  eventFilter,
  expressionPlace,
  expressionSyntax,
  expressionType,
  filterPattern,
  identifier,
  jobNeeds,
  matrixShape,
  matrixValue,
  missingSteps,
  reusableCall,
  runnerLabel,
  schedule,
  shellName,
  stepFlow,
  syntax,
  unknownInput,
  unknownJobOutput,
  unknownMatrixKey,
  unknownNeed,
  unknownProperty,
  unknownStep,
  unusedAnchor,
];
