/** What an action's declaration is, and the types that follow from it. */
export type { ActionSpec, BrandingColor, ErrorSpec } from "./action.ts";
export { defaultText } from "./default.ts";
export { type Digest, isDigest } from "./digest.ts";
export type { InputSpec } from "./input.ts";
export { type Given, needsOf, unknownUntilRun } from "./needs.ts";
export type { OutputSpec } from "./output.ts";
export type { Condition, Permission, PermissionNeed } from "./permission.ts";
export { specProblems } from "./problems.ts";
export { type Scan, scanFrom } from "./scan.ts";
export { Secret } from "./secret.ts";
export {
  type Camel,
  camel,
  type ErrorCodesOf,
  type InputsOf,
  type InputValue,
  type JsonValue,
  type OutputsOf,
  type OutputValue,
} from "./values.ts";
export { type Verdict, verdicts } from "./verdict.ts";
