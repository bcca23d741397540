import { appendFileSync } from "node:fs";
import type { Masker } from "../mask/masker.ts";

/** GitHub refuses a step's summary beyond one MiB, whole (runner, CreateStepSummaryCommand). */
export const largestSummary = 1024 * 1024;
const cutNote = "\n\n*… the summary is longer than GitHub shows; the rest is left out.*\n";

/** The Markdown shown on the run's page. It is written when the action ends, however it ends. */
export interface Summary {
  /** Markdown of ours; foreign text in it goes through escapeMarkdown, inlineCode or codeBlock */
  add(markdown: string): void;
  /** what was added so far, secrets hidden */
  text(): string;
}

/** Cut at a line, within the limit in bytes. */
export function fitted(markdown: string, limit = largestSummary): string {
  if (Buffer.byteLength(markdown) <= limit) return markdown;
  const room = Buffer.from(markdown).subarray(0, limit - Buffer.byteLength(cutNote) - 8);
  const text = room.toString("utf8");
  const kept = text.slice(0, Math.max(text.lastIndexOf("\n"), 0));
  // a fence that was cut open would swallow the note
  const fences = kept.match(/^(`{3,}|~{3,})/gm) ?? [];
  return kept + (fences.length % 2 === 1 ? `\n${fences.at(-1)}` : "") + cutNote;
}

export function createSummary(masker: Masker): Summary {
  const parts: string[] = [];
  return {
    add: (markdown) => {
      parts.push(markdown.replace(/\n*$/, "\n"));
    },
    text: () => masker.hide(parts.join("\n")),
  };
}

export function writeSummary(summary: Summary, path: string | undefined): void {
  const text = summary.text();
  if (path !== undefined && text !== "") appendFileSync(path, fitted(text));
}
