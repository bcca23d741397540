/** How a process ended. A process that could not be started is a value, too. */
export type Ended =
  | { readonly how: "exit"; readonly code: number }
  | { readonly how: "signal"; readonly signal: NodeJS.Signals }
  | { readonly how: "timeout"; readonly after: number }
  | { readonly how: "cancelled" }
  | { readonly how: "not-started"; readonly reason: string; readonly code: string };

/** A program that has ended: how, and what it wrote. */
export interface Ran {
  readonly command: string;
  readonly args: readonly string[];
  readonly ended: Ended;
  readonly stdout: string;
  readonly stderr: string;
  /** true when the middle of stdout or stderr was dropped to stay within `keep` */
  readonly truncated: boolean;
  /** milliseconds */
  readonly took: number;
}

/** Whether a program ended by itself, with exit code 0. */
export const succeeded = ({ ended }: Ran): boolean => ended.how === "exit" && ended.code === 0;

/** `kubectl ended with exit code 1`, in words. */
export function endedInWords({ command, ended }: Pick<Ran, "command" | "ended">): string {
  switch (ended.how) {
    case "exit":
      return `${command} ended with exit code ${ended.code}`;
    case "signal":
      return `${command} was ended by ${ended.signal}${ended.signal === "SIGKILL" ? " (often: out of memory)" : ""}`;
    case "timeout":
      return `${command} was stopped after ${ended.after / 1000} s`;
    case "cancelled":
      return `${command} was stopped because the run was cancelled`;
    case "not-started":
      return ended.code === "ENOENT"
        ? `${command} is not installed, or not on PATH`
        : `${command} could not be started: ${ended.reason}`;
  }
}
