/** One case of outside data. `detail` says what was expected and what came; printed with --verbose, or for one FILTER. */
export interface Case {
  readonly name: string;
  readonly passed: boolean;
  readonly detail?: string;
}

/** Measures this project against a folder of cases that somebody else wrote. */
export interface CorpusKind {
  readonly about: string;
  readonly run: (folder: string) => readonly Case[] | Promise<readonly Case[]>;
  /** A bar over all the cases, beyond each passing. */
  readonly summary?: (cases: readonly Case[]) => string;
}
