/** Problems in words: at its line of the TypeScript, what is wrong, and its code. */
import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "../../emit/problem.ts";
import type { Place } from "../../workflow/place.ts";

export function shownPlace(place: Place, root: string): string {
  const file = place.file.startsWith("file:") ? fileURLToPath(place.file) : place.file;
  const shown = isAbsolute(file) ? relative(root, file).split(sep).join("/") : file;
  return `${shown.startsWith("../../..") ? file : shown}:${place.line}`;
}

export const problemLines = (problems: readonly Problem[], root: string): readonly string[] =>
  problems.map(({ code, message, place }) => `${shownPlace(place, root)} ${message} [${code}]`);

export const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
