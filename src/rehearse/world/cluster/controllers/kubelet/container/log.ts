import type { LogLine } from "../../../pod-access.ts";

/** The lines of one instance of a container, for those who read and those who follow. */
export interface Log {
  readonly lines: readonly LogLine[];
  add(line: LogLine): void;
  end(): void;
  follow(listener: (line: LogLine | undefined) => void): () => void;
  /** The last lines, as a termination message may quote them: 80 lines, 2048 bytes. */
  tail(): string;
}

/** Bounded as kubelet's files are: 10 MiB there, so many lines here. */
const kept = 100_000;

export function log(): Log {
  const lines: LogLine[] = [];
  const followers = new Set<(line: LogLine | undefined) => void>();
  let ended = false;
  return {
    lines,
    add: (line) => {
      lines.push(line);
      if (lines.length > kept) lines.splice(0, lines.length - kept);
      for (const follower of followers) follower(line);
    },
    end: () => {
      ended = true;
      for (const follower of followers) follower(undefined);
      followers.clear();
    },
    follow: (listener) => {
      if (ended) listener(undefined);
      else followers.add(listener);
      return () => followers.delete(listener);
    },
    tail: () =>
      lines
        .slice(-80)
        .map((line) => `${line.text}\n`)
        .join("")
        .slice(-2048),
  };
}
