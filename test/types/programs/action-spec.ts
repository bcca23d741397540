import type { ActionSpec } from "../../../src/action/index.ts";

const base = { name: "x", title: "X", description: "x", outputs: {}, permissions: [], runs: { using: "node24" } } as const;

export const kind = {
  ...base,
  // ✗ a kind of input that there is not
  inputs: { a: { type: "bool", description: "x" } },
} as const satisfies ActionSpec;

export const fallback = {
  ...base,
  // ✗ a default of another kind
  inputs: { a: { type: "boolean", description: "x", default: "true" } },
} as const satisfies ActionSpec;

export const silent = {
  ...base,
  // ✗ an input that nobody describes
  inputs: { a: { type: "string" } },
} as const satisfies ActionSpec;

export const typo = {
  ...base,
  // ✗ a typo in what an input says of itself
  inputs: { a: { type: "string", description: "x", defualt: "y" } },
} as const satisfies ActionSpec;

export const optionless = {
  ...base,
  // ✗ a choice without options
  inputs: { a: { type: "choice", description: "x" } },
} as const satisfies ActionSpec;

export const wish = {
  ...base,
  inputs: {},
  // ✗ a permission without its reason
  permissions: [{ scope: "contents", level: "read" }],
} as const satisfies ActionSpec;

export const level = {
  ...base,
  inputs: {},
  // ✗ a level that GitHub does not know for the scope
  permissions: [{ scope: "id-token", level: "read", reason: "signs" }],
} as const satisfies ActionSpec;

export const old = {
  ...base,
  inputs: {},
  // ✗ a runtime that is being switched off
  runs: { using: "node20" },
} as const satisfies ActionSpec;
