export interface Flags {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** what is no flag, in order */
  readonly rest: readonly string[];
  readonly unknown?: string;
}

export interface FlagNames {
  readonly valued: ReadonlySet<string>;
  readonly switches: ReadonlySet<string>;
  readonly short?: Readonly<Record<string, string>>;
  /** everything after the first word that is no flag belongs to somebody else, such as a container's command */
  readonly stopsAtWord?: boolean;
}

/** `--name=value`, `--name value`, `-n value`, `--switch`, as docker's own command line has them. */
export function flagsOf(args: readonly string[], names: FlagNames): Flags {
  const values = new Map<string, string[]>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    const long = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(arg);
    const brief = /^-([a-zA-Z])$/.exec(arg);
    const name = long?.[1] ?? names.short?.[brief?.[1] ?? ""];
    if (name === undefined) {
      if (arg.startsWith("-") && arg !== "-") return { values, rest, unknown: arg };
      if (names.stopsAtWord) return { values, rest: args.slice(at) };
      rest.push(arg);
      continue;
    }
    const add = (value: string) => values.set(name, [...(values.get(name) ?? []), value]);
    if (names.switches.has(name)) add(long?.[2] ?? "true");
    else if (!names.valued.has(name)) return { values, rest, unknown: arg.replace(/=.*$/s, "") };
    else add(long?.[2] ?? args[++at] ?? "");
  }
  return { values, rest };
}

/** `type=oci,dest=x` → its parts, as a line of CSV: `"dest=a,b"` is one part. A part without a value is `true`. */
export function fieldsOf(text: string): Readonly<Record<string, string>> {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^,]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
  return Object.fromEntries(
    parts.map((part): [string, string] => {
      const at = part.indexOf("=");
      return at < 0 ? [part, "true"] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}
