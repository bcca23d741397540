import { plain } from "../../../src/action/index.ts";

/**
 * Why caches were not written, by what `--progress=plain` printed: `#9 exporting cache to registry`, later `#9 ERROR: …`.
 * With ignore-error nothing else tells of it, and the next build is slow for no reason that anybody sees.
 */
export function unwrittenCaches(log: string): readonly string[] {
  const lines = plain(log).split(/\r?\n/);
  const exports = new Set(
    lines.flatMap((line) => /^#(\d+) exporting (?:cache\b|to .*\bcache$)/i.exec(line)?.[1] ?? []),
  );
  return lines.flatMap((line) => {
    const [, number = "", why = ""] = /^#(\d+) ERROR: (.*)$/.exec(line) ?? [];
    return exports.has(number) ? [why] : [];
  });
}
