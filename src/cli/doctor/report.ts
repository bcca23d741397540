import type { Line } from "./line.ts";

const width = "cannot see".length;

/** One setting a line, and below what is missing the command that mends it. */
export function report(lines: readonly Line[], repository: string): string {
  const rows = lines.flatMap((line) => [
    `${line.status.padEnd(width)}  ${line.subject}: ${line.says}`,
    ...(line.status === "missing" ? line.fix.map((command) => `${" ".repeat(width)}  $ ${command}`) : []),
  ]);
  const count = (status: Line["status"]) => lines.filter((line) => line.status === status).length;
  const end = `${repository}: ${count("ok")} ok, ${count("missing")} missing, ${count("cannot see")} not seen`;
  return [...rows, "", end].join("\n");
}

export const reportJson = (lines: readonly Line[], repository: string): string =>
  JSON.stringify({ repository, lines }, null, 2);
