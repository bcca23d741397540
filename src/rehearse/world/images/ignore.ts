/**
 * One pattern of a .dockerignore: `*` within a part of the path, `**` over parts, `?`, `[a-z]`; it also takes everything
 * below what it names. https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function globToRegExp(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (pattern.startsWith("**/", at)) {
      source += "(?:[^/]+/)*";
      at += 2;
    } else if (pattern.startsWith("**", at)) {
      source += ".*";
      at += 1;
    } else if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "[") {
      const end = pattern.indexOf("]", at + 1);
      if (end < 0) source += "\\[";
      else {
        source += `[${pattern
          .slice(at + 1, end)
          .replace(/^!/, "^")
          .replaceAll("\\", "\\\\")}]`;
        at = end;
      }
    } else source += character.replace(/[.+^${}()|\\]/g, "\\$&");
  }
  return new RegExp(`^${source}(?:/.*)?$`);
}

const clean = (path: string) => path.replace(/^\.?\//, "").replace(/\/+$/, "");

/** Whether a file of the context is left out; the last pattern that matches decides. */
export function ignoreFrom(text: string): (path: string) => boolean {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const negated = line.startsWith("!");
      return { negated, match: globToRegExp(clean(negated ? line.slice(1).trim() : line)) };
    });
  return (path) => rules.reduce((ignored, rule) => (rule.match.test(path) ? !rule.negated : ignored), false);
}
