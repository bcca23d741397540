import type { Case } from "./case.ts";
import type { Count } from "./count.ts";

/** What one run of the runner came to. */
export interface Results {
  readonly cases: readonly Case[];
  readonly troubles: readonly Trouble[];
  /** tests that a report only counts, and does not name */
  readonly unnamed?: Count;
}

/** Something that went wrong beside the tests: it says nothing about what they test. */
export interface Trouble {
  readonly kind: TroubleKind;
  readonly message: string;
  readonly detail: string;
  readonly file: string | undefined;
}

/**
 * `collection`: a file could not be loaded; `empty`: it holds no test; `crash`: a process ended before it had told all;
 * `out-of-memory`: the same, for want of memory.
 */
export type TroubleKind = "collection" | "empty" | "crash" | "out-of-memory";
