import { codeBlock, escapeMarkdown, inlineCode } from "../../../src/action/index.ts";
import type { Finding } from "../finding.ts";
import { conclusion, type Result } from "../result.ts";

/** GitHub shows a summary of one MiB; a reader shows less patience */
const most = 100;

const isAddress = (text: string) => /^https?:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(text);

const linked = ({ id, url }: Finding) =>
  url !== undefined && isAddress(url)
    ? `<a href="${url.replaceAll("&", "&amp;")}">${escapeMarkdown(id)}</a>`
    : inlineCode(id);

const subject = ({ check, package: name, version, path, place, dev }: Finding): string => {
  if (check === "bandit" || check === "policy")
    return inlineCode(place.line === undefined ? place.file : `${place.file}:${place.line}`);
  const at = inlineCode(`${name} ${version}`);
  const way = path.length > 1 ? `<br>by ${path.slice(0, -1).map(inlineCode).join(" › ")}` : "";
  return `${at}${dev ? " (dev)" : ""}${way}`;
};

function row(finding: Finding, failing: ReadonlySet<Finding>): string {
  const fixed =
    finding.fixedIn !== undefined
      ? inlineCode(finding.fixedIn)
      : { yes: "", no: "none yet", unknown: "" }[finding.fixable];
  const cells = [
    `${failing.has(finding) ? "❌ " : ""}${finding.severity}`,
    subject(finding),
    `${linked(finding)} ${escapeMarkdown(finding.title)}`,
    fixed,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Each command once: one update often mends several findings. */
function commands(findings: readonly Finding[]): readonly string[] {
  const fixes = findings
    .filter(({ check }) => check !== "policy")
    // a line to edit is no command
    .flatMap(({ fix, check }) => (fix === undefined ? [] : check === "pip" ? `# ${fix}` : fix));
  return [...new Set(fixes)];
}

/** The Markdown on the run's page. */
export function summary(result: Result): string {
  const { findings, failing, ignored, unused, checks, errors } = result;
  const icon = failing.length > 0 ? "❌" : errors.length > 0 ? "⚠️" : "✅";
  const failingSet = new Set(failing);
  const passing = findings.filter((finding) => !failingSet.has(finding));
  const table = (some: readonly Finding[]) =>
    some.length === 0
      ? []
      : [
          "| severity | where | what | fixed in |",
          "| --- | --- | --- | --- |",
          ...some.map((one) => row(one, failingSet)),
        ];
  // what fails the step is read first; the rest of a long list would hide it, and the jobs below
  const worst = failing.slice(0, most);
  const mild = passing.slice(0, most - worst.length);
  const more = findings.length > most ? [`\n… and ${findings.length - most} more, in the report.`] : [];
  const fixes = commands(findings);
  const notes = checks.flatMap(({ check, notes }) => notes.map((note) => `- ${check}: ${escapeMarkdown(note)}`));
  const accepted = ignored.map(
    ({ finding, entry }) =>
      `- ${linked(finding)} in ${inlineCode(finding.package ?? "")}: ${escapeMarkdown(entry.reason)} (until ${entry.expires})`,
  );
  const idle = unused.map(({ id, line }) => `- line ${line}: ${inlineCode(id)} matched nothing here`);
  const details = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>`];
  return [
    `### ${icon} Audit: ${escapeMarkdown(conclusion(result))}`,
    ...errors.map((error) => `**Not looked at:** ${escapeMarkdown(error.message)}`),
    ...(failing.length > 0 ? [table(worst).join("\n")] : []),
    ...(fixes.length > 0 ? ["**To fix:**", codeBlock(fixes.join("\n"), "sh")] : []),
    ...details(`What does not fail the step: ${passing.length}`, [...table(mild), ...more]),
    ...details(`${ignored.length} ignored by the policy`, accepted),
    ...details(`${unused.length} unused in the policy`, idle),
    ...notes,
  ].join("\n\n");
}
