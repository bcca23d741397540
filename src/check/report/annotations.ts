import type { Finding, Severity } from "../finding.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** For a job on GitHub: workflow commands that show each finding beside its line (runner, ActionCommand.cs). */
export function annotations(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, code, message, file, line, column, endLine, endColumn, origin }) => {
      const place =
        origin === undefined
          ? // GitHub drops the columns of a finding that spans lines
            { file, line, ...(endLine === line ? { col: column, endColumn } : {}) }
          : { file: origin.file, line: origin.line };
      const properties = Object.entries({ ...place, title: `tidegate: ${code}` }).map(
        ([key, value]) => `${key}=${property(String(value))}`,
      );
      return `::${commands[severity]} ${properties.join(",")}::${data(message)}`;
    })
    .join("\n");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
