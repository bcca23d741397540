import { execFileSync } from "node:child_process";

interface Given {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Git {
  /** All that git answers, to the last byte of a file. */
  text(args: readonly string[], given?: Given): string;
  /** An answer of one line: an object's id, a date. */
  line(args: readonly string[], given?: Given): string;
}

export function gitIn(folder: string): Git {
  const text: Git["text"] = (args, { input = "", env } = {}) =>
    execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      input,
      env: { ...process.env, ...env },
    });
  return { text, line: (args, given) => text(args, given).trim() };
}
