/** What generated bindings inside this package import; outside of it, they import `tidegate`. */
export type { Scalar } from "../expr/expression.ts";
export type { StepWith } from "../expr/positions.gen.ts";
export type { Nothing } from "../expr/tell.ts";
export { pinned } from "./pinned.ts";
