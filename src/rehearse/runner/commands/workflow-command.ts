/** A line with which a step speaks to the runner: `::warning file=app.js,line=1::Missing semicolon`. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Every command the runner knows; any other `::name::` is plain text. */
const known = new Set([
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
]);

export const isCommandName = (name: string): boolean => known.has(name.toLowerCase());

// `%` comes last, or "%250A" would end as a line break
const unescapeData = (text: string) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
const unescapeProperty = (text: string) =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
const unescapeLegacy = (text: string) =>
  text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3B", ";")
    .replaceAll("%5D", "]")
    .replaceAll("%25", "%");

function properties(text: string, separator: string, decode: (value: string) => string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const pair of text.split(separator)) {
    const equals = pair.indexOf("=");
    if (equals < 1) continue;
    const value = decode(pair.slice(equals + 1));
    if (value !== "") found[pair.slice(0, equals).trim()] = value;
  }
  return found;
}

function command(
  head: string,
  separator: string,
  data: string,
  decode: (value: string) => string,
): WorkflowCommand | undefined {
  const [, name = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(head) ?? [];
  if (!isCommandName(name)) return undefined;
  return { name: name.toLowerCase(), properties: properties(rest, separator, decode), data };
}

/** Leading white space is allowed before `::`; the older `##[name k=v;k2=v2]data` counts anywhere in a line. */
export function parseCommand(line: string): WorkflowCommand | undefined {
  const modern = /^\s*::(.*?)::(.*)$/s.exec(line);
  if (modern) {
    const found = command(modern[1] ?? "", ",", unescapeData(modern[2] ?? ""), unescapeProperty);
    if (found) return found;
  }
  const legacy = /##\[([^\]]*)\](.*)$/s.exec(line);
  return legacy ? command(legacy[1] ?? "", ";", unescapeLegacy(legacy[2] ?? ""), unescapeLegacy) : undefined;
}
