/** Lines of a requirements file that pin nothing. */
export function unpinned(text: string): readonly string[] {
  return text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter(
      (line) =>
        line !== "" && !/^-(r|c)\b|^--?(requirement|constraint|index-url|extra-index-url|find-links)\b/.test(line),
    )
    .filter(
      (line) =>
        !/^[\w.-]+(\[[\w.,\s-]*\])?\s*===?\s*[^\s*;]+(\s|;|$)/.test(line) && !/@\s*\S+#sha256=[0-9a-f]{64}/.test(line),
    );
}

/** Checksums for one mean checksums for all: pip then refuses what has none. */
export const hasHashes = (text: string): boolean => /--hash=/.test(text);

/** Other files that it takes in: `-r base.txt`. */
export const included = (text: string): readonly string[] =>
  [...text.matchAll(/^\s*(?:-r\s*|--requirement[ =]\s*)(\S+)/gm)].map(([, name = ""]) => name);
