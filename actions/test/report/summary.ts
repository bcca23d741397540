import { codeBlock, escapeMarkdown, formatDuration, inlineCode } from "../../../src/action/index.ts";
import type { CoverageResult } from "../coverage/judge.ts";
import type { Placed, Result } from "../result.ts";
import { caseTitle, isFailure } from "../results/case.ts";
import { slowest } from "../results/count.ts";
import { head } from "../results/excerpt.ts";

/** More would hide the first ones; all of them are in the report. */
const mostFailures = 20;
const mostSlow = 5;
const mostFiles = 10;

const signs = { ok: "✅", findings: "❌", broken: "⚠️" } as const;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const where = ({ at }: Placed) =>
  at === undefined ? "" : ` ${inlineCode(at.line === undefined ? at.file : `${at.file}:${at.line}`)}`;

function failure(one: Placed): string {
  const text = one.detail.trim() === "" ? one.message : one.detail;
  const title = `**${escapeMarkdown(caseTitle(one))}**${where(one)}`;
  return text.trim() === "" ? title : `${title}\n\n${codeBlock(head(text, 25))}`;
}

function failures({ cases }: Result): readonly string[] {
  const failed = cases.filter(isFailure);
  if (failed.length === 0) return [];
  const rest = failed.length - mostFailures;
  return [
    "#### Failed",
    ...failed.slice(0, mostFailures).map(failure),
    ...(rest > 0 ? [`… and ${rest} more, in the report.`] : []),
  ];
}

const list = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [title, items.map((item) => `- ${item}`).join("\n")];

function troubles({ troubles: all }: Result): readonly string[] {
  return all
    .filter(({ kind }) => kind !== "empty")
    .map(({ file, message, detail }) =>
      [
        `**${escapeMarkdown(message)}**${file === undefined ? "" : ` ${inlineCode(file)}`}`,
        ...(detail.trim() === "" ? [] : [codeBlock(head(detail, 25))]),
      ].join("\n\n"),
    );
}

const signed = (points: number) => (points > 0 ? `+${points}` : String(points));
const share = (value: number | undefined) => (value === undefined ? "–" : `${value} %`);

function coverage(result: CoverageResult | undefined): readonly string[] {
  if (result === undefined) return [];
  const { lines, branches, before, change, lost } = result;
  const compared =
    before === undefined
      ? []
      : [
          ["baseline", share(before)],
          ["change", signed(change ?? 0)],
        ];
  const columns = [["lines", share(lines)], ["branches", share(branches)], ...compared];
  const rows = lost.slice(0, mostFiles).map(({ path, now, before: was }) => [inlineCode(path), share(was), share(now)]);
  return [
    "#### Coverage",
    table(
      columns.map(([name = ""]) => name),
      [columns.map(([, value = ""]) => value)],
    ),
    ...(rows.length === 0 ? [] : [table(["file that lost", "before", "now"], rows)]),
    ...list("Missed:", result.missed.map(escapeMarkdown)),
  ];
}

/** What happened, in one screen: counts, failures with an excerpt, flaky ones, coverage, the slowest. */
export function summary(result: Result): string {
  const { verdict, count, took, cases, reruns } = result;
  const flaky = cases.filter(({ status }) => status === "flaky");
  const numbers = [count.total, count.passed, count.failed, count.skipped, count.flaky].map(String);
  return [
    `### ${signs[verdict.kind]} Test: ${escapeMarkdown(verdict.message)}`,
    table(["tests", "passed", "failed", "skipped", "flaky", "took"], [[...numbers, formatDuration(took)]]),
    ...failures(result),
    ...troubles(result),
    ...(verdict.kind === "broken" && result.excerpt !== "" ? ["The last lines:", codeBlock(result.excerpt)] : []),
    ...list(
      `#### Flaky: failed first, passed when run again${reruns > 1 ? ` (${reruns} times at most)` : ""}`,
      flaky.map((one) => `${escapeMarkdown(caseTitle(one))}${where(one)}: ${escapeMarkdown(one.message)}`),
    ),
    ...coverage(result.coverage),
    ...list(
      "#### Slowest",
      slowest(cases, mostSlow).map((one) => `${formatDuration(one.took ?? 0)} ${escapeMarkdown(caseTitle(one))}`),
    ),
  ].join("\n\n");
}
