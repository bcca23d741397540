import type { Finding, Severity } from "../finding.ts";

const colours: Readonly<Record<Severity | "dim" | "bold", string>> = {
  error: "31",
  warning: "33",
  info: "36",
  dim: "2",
  bold: "1",
};

/** For people: each finding with the line it is about, then how many there are. */
export function human(findings: readonly Finding[], files: number, colour: boolean): string {
  const paint = (how: keyof typeof colours, text: string) =>
    colour ? `\u001b[${colours[how]}m${text}\u001b[0m` : text;
  const blocks = findings.map((finding) => {
    const { code, severity, message, line, column, excerpt, endLine, endColumn } = finding;
    const head = `${paint("bold", placeOf(finding))} ${paint(severity, severity)}: ${message} ${paint("dim", `[${code}]`)}`;
    if (excerpt.trim() === "") return head;
    const number = String(line).padStart(5);
    const width = Math.max((endLine === line ? endColumn : excerpt.length + 1) - column, 1);
    const under = `${" ".repeat(Math.max(column - 1, 0))}${"^".repeat(Math.min(width, Math.max(excerpt.length - column + 1, 1)))}`;
    return `${head}\n${paint("dim", `${number} | `)}${excerpt}\n${paint("dim", "      | ")}${paint(severity, under)}`;
  });
  return [...blocks, summary(findings, files)].join("\n");
}

/** A generated line is somebody's TypeScript: that is where it is mended. */
function placeOf({ file, line, column, origin }: Finding): string {
  return origin === undefined
    ? `${file}:${line}:${column}`
    : `${origin.file}:${origin.line} (${file}:${line}:${column})`;
}

export function summary(findings: readonly Finding[], files: number): string {
  const of = (severity: Severity, name: string) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? "" : "s"}`];
  };
  const parts = [...of("error", "error"), ...of("warning", "warning"), ...of("info", "remark")];
  const where = `${files} file${files === 1 ? "" : "s"}`;
  return parts.length === 0 ? `nothing found in ${where}` : `${parts.join(", ")} in ${where}`;
}
