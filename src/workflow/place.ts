/** Where in the author's TypeScript something was written: what an error names, and what the source map points to. */
export interface Place {
  /** a `file:` address or a path, as the JavaScript engine names it */
  readonly file: string;
  readonly line: number;
}

/** Frames of the library itself are skipped: the first one beyond is the author's. Tests of the library are authors too. */
const own = /\/(?:src|dist)\/(?:expr|workflow|bindings)\/(?![\w.-]+\.test\.)/;

/** The author's line that led here. */
export function place(): Place {
  const stack = new Error().stack ?? "";
  for (const frame of stack.split("\n")) {
    const match = /(?:\(|at |async )((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):\d+\)?$/.exec(frame);
    const file = match?.[1];
    if (file === undefined || own.test(file.replaceAll("\\", "/"))) continue;
    return { file, line: Number(match?.[2]) };
  }
  return { file: "", line: 0 };
}
