import type { Rule } from "./finding.ts";
import { actionInput } from "./rules/action-input.ts";
import { actionReference } from "./rules/action-reference.ts";
import { actionsLock } from "./rules/actions-lock.ts";
import { approvalInConcurrency } from "./rules/approval-in-concurrency.ts";
import { backgroundStep } from "./rules/background-step.ts";
import { cacheMode } from "./rules/cache-mode.ts";
import { callInput } from "./rules/call-input.ts";
import { concurrencyGroup } from "./rules/concurrency-group.ts";
import { constantCondition } from "./rules/constant-condition.ts";
import { credentials } from "./rules/credentials.ts";
import { deprecatedCommand } from "./rules/deprecated-command.ts";
import { dispatchInput } from "./rules/dispatch-input.ts";
import { duplicateKey } from "./rules/duplicate-key.ts";
import { emptyValue } from "./rules/empty-value.ts";
import { envFileInjection } from "./rules/env-file-injection.ts";
import { envName } from "./rules/env-name.ts";
import { eventFilter } from "./rules/event-filter.ts";
import { excessivePermissions } from "./rules/excessive-permissions.ts";
import { exposedSecret } from "./rules/exposed-secret.ts";
import { expressionPlace } from "./rules/expression-place.ts";
import { expressionSyntax } from "./rules/expression-syntax.ts";
import { expressionType } from "./rules/expression-type.ts";
import { filterPattern } from "./rules/filter-pattern.ts";
import { idTokenCache } from "./rules/id-token-cache.ts";
import { identifier } from "./rules/identifier.ts";
import { jobNeeds } from "./rules/job-needs.ts";
import { localAction } from "./rules/local-action.ts";
import { longestChain } from "./rules/longest-chain.ts";
import { matrixOutput } from "./rules/matrix-output.ts";
import { matrixShape } from "./rules/matrix-shape.ts";
import { matrixValue } from "./rules/matrix-value.ts";
import { missingPermission } from "./rules/missing-permission.ts";
import { missingSteps } from "./rules/missing-steps.ts";
import { missingTimeout } from "./rules/missing-timeout.ts";
import { outdatedAction } from "./rules/outdated-action.ts";
import { persistedCredentials } from "./rules/persisted-credentials.ts";
import { pythonScript } from "./rules/python-script.ts";
import { reusableCall } from "./rules/reusable-call.ts";
import { runnerLabel } from "./rules/runner-label.ts";
import { schedule } from "./rules/schedule.ts";
import { scriptInjection } from "./rules/script-injection.ts";
import { scriptLimit } from "./rules/script-limit.ts";
import { secretsInherit } from "./rules/secrets-inherit.ts";
import { shellName } from "./rules/shell-name.ts";
import { skippedCheck } from "./rules/skipped-check.ts";
import { stepFlow } from "./rules/step-flow.ts";
import { syntax } from "./rules/syntax.ts";
import { timeoutValue } from "./rules/timeout-value.ts";
import { unknownInput } from "./rules/unknown-input.ts";
import { unknownJobOutput } from "./rules/unknown-job-output.ts";
import { unknownMatrixKey } from "./rules/unknown-matrix-key.ts";
import { unknownNeed } from "./rules/unknown-need.ts";
import { unknownProperty } from "./rules/unknown-property.ts";
import { unknownStep } from "./rules/unknown-step.ts";
import { unpinnedAction } from "./rules/unpinned-action.ts";
import { unpinnedImage } from "./rules/unpinned-image.ts";
import { untrustedCheckout } from "./rules/untrusted-checkout.ts";
import { unusedAnchor } from "./rules/unused-anchor.ts";

/** Every rule, in the order of its code. A new rule is one file in rules, one line here and one page in docs/rules. */
export const rules: readonly Rule[] = [
  actionInput,
  actionReference,
  actionsLock,
  approvalInConcurrency,
  backgroundStep,
  cacheMode,
  callInput,
  concurrencyGroup,
  constantCondition,
  credentials,
  deprecatedCommand,
  dispatchInput,
  duplicateKey,
  emptyValue,
  envFileInjection,
  envName,
  eventFilter,
  excessivePermissions,
  exposedSecret,
  expressionPlace,
  expressionSyntax,
  expressionType,
  filterPattern,
  idTokenCache,
  identifier,
  jobNeeds,
  localAction,
  longestChain,
  matrixOutput,
  matrixShape,
  matrixValue,
  missingPermission,
  missingSteps,
  missingTimeout,
  outdatedAction,
  persistedCredentials,
  pythonScript,
  reusableCall,
  runnerLabel,
  schedule,
  scriptInjection,
  scriptLimit,
  secretsInherit,
  shellName,
  skippedCheck,
  stepFlow,
  syntax,
  timeoutValue,
  unknownInput,
  unknownJobOutput,
  unknownMatrixKey,
  unknownNeed,
  unknownProperty,
  unknownStep,
  unpinnedAction,
  unpinnedImage,
  untrustedCheckout,
  unusedAnchor,
];
