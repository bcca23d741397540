/** One JSON object per line on stdout: what a log agent reads without a parser of its own. */
export const levels = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof levels)[number];

export type Fields = Readonly<Record<string, unknown>>;

export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>>;

export interface LogTo {
  readonly service: string;
  /** lines below this level are dropped */
  readonly level: Level;
  readonly write: (line: string) => void;
  readonly now: () => Date;
  /** the id of the request being answered, if any */
  readonly correlationId: () => string | undefined;
}

/** An `Error` has no enumerable fields, so JSON would show it as `{}`. */
function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    stack: value.stack,
    ...(value.cause === undefined ? {} : { cause: plain(value.cause) }),
  };
}

export function createLog(to: LogTo): Log {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}) => {
      if (levels.indexOf(level) < levels.indexOf(to.level)) return;
      const id = to.correlationId();
      const entry = {
        time: to.now().toISOString(),
        level,
        service: to.service,
        message,
        ...(id === undefined ? {} : { correlation_id: id }),
        ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)])),
      };
      to.write(`${JSON.stringify(entry)}\n`);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
