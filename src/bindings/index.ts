/** Typed steps from declarations and from manifests. */
export { type Lock, type LockEntry, type Manifest, pinned } from "./pinned.ts";
export { type Accepts, action, type StepInputs, type StepOutputsOf } from "./spec.ts";
