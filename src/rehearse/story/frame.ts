import { stripVTControlCharacters, styleText } from "node:util";
import type { JobLine, JobPhase, Progress } from "./progress.ts";

const signs: Readonly<Record<JobPhase, { readonly sign: string; readonly colour: Parameters<typeof styleText>[0] }>> = {
  waiting: { sign: "·", colour: "dim" },
  held: { sign: "‖", colour: "dim" },
  gated: { sign: "?", colour: "yellow" },
  running: { sign: "▸", colour: "cyan" },
  success: { sign: "✓", colour: "green" },
  failure: { sign: "✗", colour: "red" },
  cancelled: { sign: "■", colour: "yellow" },
  skipped: { sign: "–", colour: "dim" },
};

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Control characters of a workflow's own text would paint over the frame. */
export const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  stripVTControlCharacters(text).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");

const shortened = (text: string, width: number) =>
  text.length <= width ? text : width < 1 ? "" : `${text.slice(0, width - 1)}…`;

function lineOf(
  { leg, name, phase, doing, since, until }: JobLine,
  nameWidth: number,
  width: number,
  now: number,
): string {
  const { sign, colour } = signs[phase];
  const depth = "  ".repeat(leg.split("/").length - 1);
  const time = since === undefined ? "" : seconds((until ?? now) - since);
  const head = shortened(`${depth}${plain(name)}`, nameWidth).padEnd(nameWidth);
  const rest = shortened(plain(doing), width - nameWidth - 14);
  return `${styleText(colour, `${sign} ${head}`)}  ${time.padStart(8)}  ${styleText("dim", rest)}`.trimEnd();
}

/** One line a job, with its step and time; never more lines than the terminal has. */
export function frame(
  progress: Progress,
  size: { readonly width: number; readonly height: number },
  now: number,
): string[] {
  const { lines } = progress;
  const names = lines.map(({ leg, name }) => plain(name).length + 2 * (leg.split("/").length - 1));
  const nameWidth = Math.min(Math.max(8, ...names), Math.floor(size.width / 2), Math.max(1, size.width - 12));
  const room = Math.max(1, size.height - 2);
  // where there are too many, those at work come first
  const interesting = (line: JobLine) => line.phase === "running" || line.phase === "gated";
  const shown =
    lines.length <= room
      ? lines
      : [...lines.filter(interesting), ...lines.filter((l) => !interesting(l))].slice(0, room - 1);
  const painted = shown.map((line) => lineOf(line, nameWidth, size.width, now));
  return shown.length === lines.length ? painted : [...painted, `… ${lines.length - shown.length} more jobs`];
}
