/** One instruction of a Dockerfile, joined over its lines, nothing expanded yet. */
export interface Instruction {
  /** upper case */
  readonly keyword: string;
  /** `--from=build` → `["from", "build"]`; a bare `--link` has an empty value */
  readonly flags: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  readonly heredocs: readonly Heredoc[];
  /** counts from 1 */
  readonly line: number;
  /** of this Dockerfile: `\` unless it says otherwise */
  readonly escaper: string;
}

export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** a quoted name takes the content as it is */
  readonly expand: boolean;
}

/** A Dockerfile that cannot be read, with the line that is wrong. */
export class DockerfileProblem extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`Dockerfile:${line} ${message}`);
    this.line = line;
  }
}

export const flagOf = (instruction: Instruction, name: string): string | undefined =>
  instruction.flags.find(([flag]) => flag === name)?.[1];
