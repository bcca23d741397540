/** A commit, as far as versions care. */
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** when it was committed, as GitHub writes it */
  readonly date: string;
}

export const short = (sha: string): string => sha.slice(0, 7);
