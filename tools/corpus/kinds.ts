import type { CorpusKind } from "./kind.ts";

/** Loaded only when asked for: each kind measures another part of the project. */
export const kinds: Readonly<Record<string, () => Promise<CorpusKind>>> = {
  health: async () => (await import("./health.ts")).health,
  expressions: async () => (await import("./expressions.ts")).expressions,
  reader: async () => (await import("./reader/reader.ts")).reader,
  valid: async () => (await import("./valid.ts")).valid,
  trivy: async () => (await import("./trivy.ts")).trivy,
  junit: async () => (await import("./junit.ts")).junit,
  invalid: async () => (await import("./invalid.ts")).invalid,
};
