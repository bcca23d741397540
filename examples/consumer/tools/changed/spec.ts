import type { ActionSpec } from "tidegate";

export const spec = {
  name: "changed",
  title: "What changed",
  description: "Says in the summary what the newest commit is about.",
  inputs: { title: { type: "string", description: "What stands above it.", default: "What changed" } },
  outputs: { subject: { type: "string", description: "The commit's first line." } },
  permissions: [],
  runs: { using: "node24" },
} as const satisfies ActionSpec;
