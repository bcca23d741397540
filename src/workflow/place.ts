/** Where in the author's TypeScript something was written: what an error names, and what the source map points to. */
export interface Place {
  /** a `file:` address or a path, as the JavaScript engine names it */
  readonly file: string;
  readonly line: number;
}

/** The line is worked out when somebody asks: a workflow of two thousand steps has as many places, and few are looked at. */
class CallSite implements Place {
  declare stack?: string;
  private found: Place | undefined;

  constructor(calledBy: (...args: never) => unknown) {
    // the engine keeps ten frames of every stack unless told; the author's is the first
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 1;
    Error.captureStackTrace(this, calledBy);
    Error.stackTraceLimit = stackTraceLimit;
  }

  private get place(): Place {
    this.found ??= parsed(this.stack ?? "");
    return this.found;
  }

  get file(): string {
    return this.place.file;
  }

  get line(): number {
    return this.place.line;
  }
}

/** `    at steps (file:///repo/workflows-src/ci.ts:12:7)` → that file, line 12 */
function parsed(stack: string): Place {
  const match = /(?:\(|at |async )((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):\d+\)?$/.exec(stack.trimEnd());
  return { file: match?.[1] ?? "", line: Number(match?.[2] ?? 0) };
}

/** The author's line that called a function of the library. */
export const place = (calledBy: (...args: never) => unknown): Place => new CallSite(calledBy);
