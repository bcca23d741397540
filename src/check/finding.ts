import type { Source, Span } from "../read/index.ts";
import type { Subject } from "./subject.ts";

export const severities = ["error", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** What a rule says about one place. */
export interface Report {
  readonly at: Span;
  readonly message: string;
  /** When it is not in the workflow that is checked: a called workflow, a local action. */
  readonly source?: Source;
  /** Another severity than the rule's own, where one case is worse or milder than the rest. */
  readonly severity?: Severity;
}

/** One kind of mistake. Its code is the name of its page in docs/rules. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what must not be. */
  readonly summary: string;
  /** It passes on what the reader found, so it has something to say even of a file that cannot be read. */
  readonly readsProblems?: true;
  readonly check: (subject: Subject) => Iterable<Report>;
}

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The line of the source that the file was generated from. */
  readonly origin?: { readonly file: string; readonly line: number };
  /** The line as it stands in the file, for people. */
  readonly excerpt: string;
}

/** The order in which findings are told. */
export function byPlace(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column || a.code.localeCompare(b.code);
}
