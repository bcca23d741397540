import type { Finding } from "./finding.ts";
import { lineText, placeOf, type Source } from "./subject.ts";

/** `# tidegate: ignore CODE -- why` on the line, or alone on the line above. */
export interface Suppression {
  readonly codes: readonly string[];
  readonly reason: string;
  readonly line: number;
  /** The line it speaks of. */
  readonly covers: number;
  readonly column: number;
}

const marker = /#\s*tidegate:\s*ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)(?:\s*(?:--|:)\s*(.*))?$/;

export function suppressionsIn(source: Source): readonly Suppression[] {
  if (!source.text.includes("tidegate:")) return [];
  return source.lines.flatMap((start) => {
    const { line } = placeOf(source, start);
    const text = lineText(source, line);
    const found = marker.exec(text);
    if (found === null) return [];
    const [, codes = "", reason = ""] = found;
    const alone = text.trimStart().startsWith("#");
    return [
      {
        codes: codes.split(/\s*,\s*/),
        reason: reason.trim(),
        line,
        covers: alone ? nextWritten(source, line) : line,
        column: found.index + 1,
      },
    ];
  });
}

/** The next line that is no comment: several comments may stand above one line. */
function nextWritten(source: Source, line: number): number {
  for (let next = line + 1; next <= source.lines.length; next++) {
    const text = lineText(source, next).trim();
    if (text !== "" && !text.startsWith("#")) return next;
  }
  return line;
}

/** Takes out what is covered with a reason. Without one, or covering nothing, the comment itself is a finding. */
export function suppress(
  file: string,
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
): { readonly kept: readonly Finding[]; readonly complaints: readonly Finding[] } {
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const covering = suppressions.find(
      ({ codes, reason, covers }) => reason !== "" && covers === finding.line && codes.includes(finding.code),
    );
    if (covering !== undefined) used.add(covering);
    return covering === undefined;
  });
  const complaints = suppressions.flatMap((each): Finding[] => {
    const list = each.codes.join(", ");
    const message =
      each.reason === ""
        ? `this ignores ${list} without saying why; write # tidegate: ignore ${list} -- REASON`
        : used.has(each)
          ? undefined
          : `there is no finding of ${list} here to ignore; take the comment away`;
    if (message === undefined) return [];
    const place = { line: each.line, column: each.column, endLine: each.line, endColumn: each.column + 1 };
    return [
      {
        code: "ignore-comment",
        severity: each.reason === "" ? "error" : "warning",
        message,
        file,
        ...place,
        excerpt: "",
      },
    ];
  });
  return { kept, complaints };
}
