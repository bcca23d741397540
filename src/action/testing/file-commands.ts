/**
 * Reads GITHUB_OUTPUT, GITHUB_STATE and GITHUB_ENV as the runner does (runner, FileCommandManager.cs): whichever of `=`
 * and `<<` comes first decides; a value ends at the line that is exactly the delimiter.
 */
export function readFileCommands(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      entries.set(line.slice(0, equals), line.slice(equals + 1));
      continue;
    }
    if (heredoc < 1) throw new Error(`the runner would refuse the line '${line}'`);
    const delimiter = line.slice(heredoc + 2);
    const end = lines.indexOf(delimiter, index + 1);
    if (end < 0) throw new Error(`the runner would miss the end '${delimiter}' of ${line.slice(0, heredoc)}`);
    entries.set(line.slice(0, heredoc), lines.slice(index + 1, end).join("\n"));
    index = end;
  }
  return entries;
}
