/**
 * A filter pattern as GitHub has them: `*` stops at a slash, `**` does not, `?` and `+` repeat the character before, `[]` names
 * characters. https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function patternOf(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (pattern.startsWith("**", at)) {
      // `**/` also stands for no folder at all
      const folders = pattern[at + 2] === "/";
      source += folders ? "(?:.*/)?" : ".*";
      at += folders ? 2 : 1;
    } else if (character === "*") source += "[^/]*";
    else if (character === "?" || character === "+") source += character;
    else if (character === "[") {
      const end = pattern.indexOf("]", at);
      if (end < 0) source += "\\[";
      else {
        source += pattern.slice(at, end + 1);
        at = end;
      }
    } else if (character === "\\") {
      source += `\\${pattern[at + 1] ?? "\\"}`;
      at += 1;
    } else source += character.replace(/[.^$(){}|]/g, "\\$&");
  }
  return new RegExp(`^${source}$`);
}

/** Patterns in turn: one that begins with `!` takes out what came before. */
export const matches = (patterns: readonly string[], name: string): boolean =>
  patterns.reduce(
    (matched, pattern) =>
      pattern.startsWith("!")
        ? matched && !patternOf(pattern.slice(1)).test(name)
        : matched || patternOf(pattern).test(name),
    false,
  );
