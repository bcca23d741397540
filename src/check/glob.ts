/** docs.github.com, "Workflow syntax: filter pattern cheat sheet". */
export type GlobKind = "ref" | "path" | "version";

/** Why a pattern can match nothing, or not what its author meant. */
export function globMistakes(pattern: string, kind: GlobKind): readonly string[] {
  if (pattern === "") return ["an empty pattern matches nothing"];
  const body = pattern.startsWith("!") ? pattern.slice(1) : pattern;
  if (body === "") return ["! takes back what was matched and needs a pattern behind it"];
  if (pattern.trim() !== pattern) {
    return [
      kind === "path"
        ? "spaces or line ends around a path are part of the pattern, and no path has them"
        : "a name of git holds no spaces",
    ];
  }
  const mistakes = [...brackets(body, kind)];
  if (kind === "path") mistakes.push(...pathMistakes(body));
  else if (kind === "ref") mistakes.push(...refMistakes(body));
  return mistakes;
}

function pathMistakes(body: string): readonly string[] {
  if (/^\.{1,2}(\/|$)/.test(body) || /\/\.{1,2}(\/|$)/.test(body)) {
    return ["paths are counted from the root of the repository; . and .. never match"];
  }
  if (body.startsWith("/")) return ["paths are counted from the root of the repository and begin without /"];
  return [];
}

/** `man git-check-ref-format`. */
function refMistakes(body: string): readonly string[] {
  const found: string[] = [];
  const outside = body.replaceAll(/\[[^\]]*\]?/g, "");
  const forbidden = /[ ~^:]/.exec(outside)?.[0];
  if (forbidden !== undefined) found.push(`"${forbidden}" cannot be in the name of a branch or tag`);
  if (body.startsWith("/") || (body.length > 1 && body.endsWith("/")))
    found.push("no branch or tag begins or ends with /; this is a pattern, not a regular expression");
  if (body.endsWith(".")) found.push("no branch or tag ends with a dot");
  if (body.includes("..") || body.includes("//") || body.includes("@{"))
    found.push('no branch or tag holds "..", "//" or "@{"');
  const escaped = /^(?:[^\\]|\\[[?+*\\!])*\\([^[?+*\\!])/.exec(body)?.[1];
  if (escaped !== undefined)
    found.push(
      `\\${escaped} means nothing here: only [ ? + * \\ ! are written with \\; this is a pattern, not a regular expression`,
    );
  return found;
}

function* brackets(body: string, kind: GlobKind): Iterable<string> {
  for (let at = 0; at < body.length; at++) {
    const char = body[at];
    if (char === "\\") {
      at++;
    } else if (char === "?" || char === "+") {
      const before = body[at - 1];
      if (before === undefined || "?+*".includes(before))
        yield `${char} repeats what stands before it, and nothing that can be repeated does`;
    } else if (char === "[") {
      const end = body.indexOf("]", at + 1);
      if (end < 0) {
        yield "[ is never closed with ]";
        return;
      }
      yield* characterSet(body.slice(at + 1, end));
      at = end;
    }
  }
  if (kind !== "path" && body.endsWith("\\") && !body.endsWith("\\\\")) yield "\\ at the end escapes nothing";
}

function* characterSet(set: string): Iterable<string> {
  if (/[^-]-$/.test(set)) yield `[${set}] has a range without an end`;
  if (set === "") yield "[] matches nothing";
  else if (set.length === 1) yield `[${set}] is one character; write ${set}`;
  for (let at = 0; at + 2 < set.length; at++) {
    if (set[at + 1] !== "-") continue;
    const [from = "", , to = ""] = set.slice(at, at + 3);
    if (from > to) yield `the range ${from}-${to} runs backwards`;
    at += 2;
  }
}
