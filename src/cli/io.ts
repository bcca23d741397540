/** What commands may touch, as one object: tests give another. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Somebody is looking: colour is welcome. */
  readonly tty?: boolean;
  /** Asks a person for a line, until `wrong` finds nothing wrong with it. Absent where nobody is there to answer. */
  readonly ask?:
    | ((question: string, wrong: (answer: string) => string | undefined) => Promise<string | undefined>)
    | undefined;
  readonly now: () => Date;
  readonly fetch: typeof globalThis.fetch;
}

/** 0 fine; 1 findings or drift; 2 wrong use; 3 internal; of a rollback 4 nothing to go back to and 5 failed; above 128 a signal's. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 129 | 130 | 143;
/** A subcommand: `args` is what stands behind its name. */
export type Command = (args: readonly string[], io: Io) => Promise<ExitCode>;

/** The command was called in a way that has no meaning: exit code 2, with its usage. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Something of the project is not as it must be, a source that throws for instance: exit code 1, and its message is all. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}

/** By name: a command that is published in one file has a class of its own. */
const isNamed = (thrown: unknown, name: string): thrown is Error => thrown instanceof Error && thrown.name === name;
export const isUsageError = (thrown: unknown): thrown is Error => isNamed(thrown, "UsageError");
export const isProjectError = (thrown: unknown): thrown is Error => isNamed(thrown, "ProjectError");
/** A configuration whose message names each of its mistakes: where it was made says nothing more. */
export const isConfigError = (thrown: unknown): thrown is Error => isNamed(thrown, "ConfigError");
