import { readFileSync } from "node:fs";
import { join } from "node:path";

const page = (action: string) =>
  readFileSync(join(import.meta.dirname, "../../../actions", action, "README.md"), "utf8");

/** What an action's README shows of failures: the lines of each block of that chapter. */
export function failuresShown(action: string): readonly (readonly string[])[] {
  const [, chapter = ""] = page(action).split(/^## (?:When it fails|What failing looks like)$/m);
  const [before = ""] = chapter.split(/^## /m);
  return [...before.matchAll(/^```\n([\s\S]*?)\n```$/gm)].map(([, block = ""]) => block.split("\n"));
}

const labels: Readonly<Record<string, string>> = { error: "Error", warning: "Warning", notice: "Notice" };

const unescaped = (text: string) => text.replace(/%0D/g, "\r").replace(/%0A/g, "\n").replace(/%25/g, "%");

/** A log as GitHub shows it: `::error file=a,line=1::text` is `Error: text`, the place stands at the file. */
export const asShown = (log: string): string =>
  log.replace(
    /^::(error|warning|notice)(?: [^\n]*?)?::(.*)$/gm,
    (_, level: string, text: string) => `${labels[level]}: ${unescaped(text)}`,
  );
