import type { Secret } from "../../spec/secret.ts";
import type { Ran } from "./ran.ts";

/** How a program is run: where, with which environment, for how long, and what of it is shown. */
export interface ExecOptions {
  readonly cwd?: string;
  /** added to the action's own environment, or taken out of it with undefined */
  readonly env?: Readonly<Record<string, string | Secret | undefined>>;
  /** the whole environment, instead of the action's own */
  readonly onlyEnv?: Readonly<Record<string, string | Secret | undefined>>;
  /** written to its stdin, which is then closed; without it stdin is empty */
  readonly input?: string | Secret;
  /** milliseconds; then the process and all it started are ended */
  readonly timeout?: number;
  /** shown in the log while it runs, as foreign text; nothing when left out */
  readonly show?: "all" | "stdout" | "stderr";
  /** bytes of stdout and of stderr to keep, 16 MiB when left out: the beginning and the end */
  readonly keep?: number;
  /** each line of stdout, as it comes */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a program without a shell and says how it ended: `await exec("git", ["status", "--porcelain"])`. A failure is a
 * value; `must` turns it into an error. When the run is cancelled, everything it started is ended.
 */
export type Exec = (command: string, args: readonly string[], options?: ExecOptions) => Promise<Ran>;
