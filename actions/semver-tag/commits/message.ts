/** One thing that a commit says it did, by Conventional Commits 1.0.0. */
export interface Change {
  /** in lower case: `feat` */
  readonly type: string;
  readonly scope: string | undefined;
  readonly subject: string;
  readonly breaking: boolean;
}

/** What a commit takes back. */
export interface Reverted {
  /** whole or its first characters */
  readonly sha: string | undefined;
  readonly header: string | undefined;
}

export interface Message {
  readonly header: string;
  /** of the header, and of each line of a squashed body; none where nobody kept to the convention */
  readonly changes: readonly Change[];
  /** what its BREAKING CHANGE footers say */
  readonly breaking: readonly string[];
  readonly reverts: readonly Reverted[];
}

/** `feat(cart)!: count again`; types are read in any case, the blank after the colon is part of the convention. */
const headerForm = /^([a-z][\w-]*)(?:\(([^()]*)\))?(!)?: +(\S.*)$/i;

/** Only in capitals, and with a colon: prose that speaks of a breaking change makes no major version. */
const breakingForm = /^(?:[*-] )?BREAKING[ -]CHANGE: +(\S.*)$/;

const revertForm = /^Revert "(.*)"(?: \(#\d+\))?$/;
const revertedCommit = /^\s*This reverts commit ([0-9a-f]{7,64})\b/;
const footerForm = /^(?:BREAKING[ -]CHANGE|[A-Za-z][\w-]*)(?:: | #)/;

/** `feat: a (#12)`: GitHub adds the number when it squashes, and quotes the header without it when it reverts. */
export const withoutNumber = (header: string): string => header.replace(/ \(#\d+\)$/, "");

function changeIn(line: string): Change | undefined {
  const found = headerForm.exec(line);
  if (found === null) return undefined;
  const [, type = "", scope, mark, subject = ""] = found;
  return { type: type.toLowerCase(), scope: scope === "" ? undefined : scope, subject, breaking: mark === "!" };
}

/** A footer goes on until the next one, or an empty line. */
function breakingIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) => {
    const first = breakingForm.exec(line)?.[1];
    if (first === undefined) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((next) => next.trim() === "" || footerForm.test(next) || /^[*-] /.test(next));
    return [[first, ...rest.slice(0, end < 0 ? rest.length : end)].join(" ").trim()];
  });
}

function revertsIn(header: string, lines: readonly string[]): readonly Reverted[] {
  const quoted = revertForm.exec(header)?.[1];
  const shas = lines.flatMap((line) => revertedCommit.exec(line)?.[1] ?? []);
  if (shas.length > 0) return shas.map((sha) => ({ sha, header: shas.length === 1 ? quoted : undefined }));
  const typed = changeIn(header)?.type === "revert";
  // `revert: …` names its commits in a footer
  const refs = typed ? lines.flatMap((line) => /^Refs: +(.+)$/.exec(line)?.[1]?.match(/[0-9a-f]{7,64}/g) ?? []) : [];
  if (refs.length > 0) return refs.map((sha) => ({ sha, header: undefined }));
  return quoted === undefined ? [] : [{ sha: undefined, header: quoted }];
}

/** What one commit's message says. A squashed one lists those it was made of, `* fix: a` or `- fix: a`, one per line. */
export function parseMessage(text: string): Message {
  const [header = "", ...lines] = text.replace(/\r\n?/g, "\n").trim().split("\n");
  const own = changeIn(header);
  const parts = lines.flatMap((line) => changeIn(/^[*-] +(.*)$/.exec(line)?.[1] ?? "") ?? []);
  return {
    header,
    changes: own === undefined ? parts : [own, ...parts],
    breaking: breakingIn(lines),
    reverts: revertsIn(header, lines),
  };
}
