import { lineText, type Problem, placeOf, readAction, source } from "../read/index.ts";
import type { Finding } from "./finding.ts";

/** An action of the repository, not a workflow. */
export function isActionFile(file: string): boolean {
  return /(^|\/)action\.ya?ml$/.test(file);
}

const runtimes: Readonly<Record<string, string>> = {
  node12: "gone since 2023",
  node16: "gone since 2024",
  node20: "run by Node 24 since June 2026",
};

/** What GitHub would refuse in an action's own file, and a runtime that is no more. */
export function checkAction(file: string, text: string): readonly Finding[] {
  const from = source(file, text);
  const { action, problems } = readAction(from);
  const found = problems.map((problem) =>
    finding(
      problem.code === "duplicate-key"
        ? "duplicate-key"
        : problem.code.startsWith("expression")
          ? problem.code
          : "syntax",
      "error",
      problem,
    ),
  );
  const runs = action?.runs;
  const age = runs?.kind === "node" ? runtimes[runs.using.value.toLowerCase()] : undefined;
  if (runs?.kind !== "node" || age === undefined) return found;
  const message = `${runs.using.value} is ${age}; write using: node24`;
  return [...found, finding("outdated-action", "warning", { at: runs.using.at, message, source: from })];
}

function finding(
  code: string,
  severity: Finding["severity"],
  { at, message, source: from }: Pick<Problem, "at" | "message" | "source">,
): Finding {
  const start = placeOf(from, at.start);
  const end = placeOf(from, at.end);
  return {
    code,
    severity,
    message,
    file: from.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    excerpt: lineText(from, start.line),
  };
}
