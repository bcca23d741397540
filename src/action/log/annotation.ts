import { type CommandProperties, workflowCommand } from "./command.ts";

/** Where an annotation shows; the path is relative to the workspace. */
export interface Place {
  readonly title?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  readonly column?: number | undefined;
}

/** How much an annotation weighs, as GitHub shows it. */
export type Level = "notice" | "warning" | "error";

/** GitHub keeps the first ten of each level and cuts at 4096 characters (runner, ActionCommandManager.cs). */
export const annotationsPerLevel = 10;
const longest = 4096;

function properties({ title, file, line, endLine, column }: Place): CommandProperties {
  // a column counts only with a line, and only when the range is one line
  const oneLine = line !== undefined && (endLine === undefined || endLine === line);
  return { title, file, line, endLine, col: oneLine ? column : undefined };
}

export const annotation = (level: Level, text: string, place: Place = {}): string =>
  workflowCommand(level, text.length > longest ? `${text.slice(0, longest - 1)}…` : text, properties(place));

/** The same as a plain line, for what comes after the tenth: `warning: a.ts:3: text`. */
export function annotationLine(level: Level, text: string, { file, line }: Place = {}): string {
  const at = file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`}: `;
  return `${level}: ${at}${text}`;
}
