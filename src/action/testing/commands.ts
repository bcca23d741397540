/** What the runner makes of an action's log (runner, ActionCommand.cs and ActionCommandManager.cs). */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: string;
  readonly text: string;
  readonly line: string;
}

const known = new Set([
  "debug",
  "notice",
  "warning",
  "error",
  "group",
  "endgroup",
  "echo",
  "add-mask",
  "add-matcher",
  "remove-matcher",
  "stop-commands",
  "set-output",
  "save-state",
  "set-env",
  "add-path",
]);

const unescaped = (text: string) =>
  text.replace(/%0D/gi, "\r").replace(/%0A/gi, "\n").replace(/%3A/gi, ":").replace(/%2C/gi, ",").replace(/%25/g, "%");

function commandIn(line: string, isKnown: (name: string) => boolean): RunnerCommand | undefined {
  const double = /^\s*::([^\s:]+)(?:\s+([\s\S]*?))?::([\s\S]*)$/.exec(line);
  if (double?.[1] && isKnown(double[1].toLowerCase()))
    return { name: double[1].toLowerCase(), properties: double[2] ?? "", text: unescaped(double[3] ?? ""), line };
  const legacy = /##\[([^\s\]]+)(?:\s+([^\]]*))?\](.*)$/.exec(line);
  if (legacy?.[1] && isKnown(legacy[1].toLowerCase()))
    return { name: legacy[1].toLowerCase(), properties: legacy[2] ?? "", text: unescaped(legacy[3] ?? ""), line };
  return undefined;
}

/** The commands that would take effect: not those between `stop-commands` and its token. */
export function commandsIn(log: string): readonly RunnerCommand[] {
  const effective: RunnerCommand[] = [];
  let stopped: string | undefined;
  for (const line of log.split(/\r\n|\n|\r/)) {
    const command = commandIn(line, (name) => known.has(name) || name === stopped?.toLowerCase());
    if (!command) continue;
    if (stopped !== undefined) {
      if (command.name === stopped.toLowerCase()) stopped = undefined;
      continue;
    }
    if (command.name === "stop-commands") stopped = command.text;
    effective.push(command);
  }
  return effective;
}
