/** One test and how it ended. */
export interface Case {
  /** what it is part of: a class, a suite, or a file */
  readonly suite: string;
  readonly name: string;
  readonly status: Status;
  /** milliseconds */
  readonly took: number | undefined;
  /** why it failed or was skipped: a sentence, and all that the runner says */
  readonly message: string;
  readonly detail: string;
  /** as the report names it: relative to the project, absolute, or a file's URL */
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/** `error`: it broke before or after what it tests, `failed`: what it tests is not so. Both count as failed. */
export type Status = "passed" | "flaky" | "failed" | "error" | "skipped";

export const isFailure = ({ status }: Case): boolean => status === "failed" || status === "error";

/** Tests of one name are told apart by what they are in. */
export const caseKey = ({ file, suite, name }: Case): string => JSON.stringify([file ?? "", suite, name]);

export const caseTitle = ({ suite, name }: Case): string =>
  suite === "" || suite === name ? name : `${suite} › ${name}`;
