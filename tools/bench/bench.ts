export interface BenchResult {
  /** tables, as they are printed */
  readonly text: string;
  /** the bars that were not reached, each in one sentence */
  readonly missed: readonly string[];
}

/** One thing that is measured. A file in this folder exports it as `bench`. */
export interface Bench {
  readonly title: string;
  readonly run: (root: string) => Promise<BenchResult>;
}

export const isBench = (value: unknown): value is Bench =>
  typeof value === "object" && value !== null && "title" in value && "run" in value;
