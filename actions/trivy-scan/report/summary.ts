import { escapeMarkdown, inlineCode } from "../../../src/action/index.ts";
import type { Finding } from "../finding.ts";
import { conclusion, outdated, type Result } from "../result.ts";

/** GitHub shows a summary of one MiB; a reader shows less patience */
const most = 100;

const isAddress = (text: string) => /^https?:\/\/[\w.~:/?#@!$&'*+,;=%-]+$/.test(text);

const linked = ({ id, url }: Finding): string =>
  url !== undefined && isAddress(url)
    ? `<a href="${url.replaceAll("&", "&amp;")}">${escapeMarkdown(id)}</a>`
    : inlineCode(id);

function where({ package: name, version, target, line, platforms, kind }: Finding, all: number): string {
  const at = line === undefined ? target : `${target}:${line}`;
  const only =
    all > platforms.length && platforms.length > 0 ? `<br>only ${platforms.map(escapeMarkdown).join(", ")}` : "";
  return kind === "vulnerability"
    ? `${inlineCode(`${name} ${version}`)}<br>${escapeMarkdown(at)}${only}`
    : `${inlineCode(at)}${only}`;
}

function fix({ kind, fixedIn, fixable }: Finding): string {
  if (fixedIn === undefined) return fixable ? "" : "none yet";
  return kind === "vulnerability" ? inlineCode(fixedIn) : escapeMarkdown(fixedIn);
}

const details = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>`];

/** The Markdown on the run's page. */
export function summary(result: Result): string {
  const { findings, failing, fresh, compared, ignored, unused, error, scanned, endOfLife } = result;
  const icon = failing.length > 0 ? "❌" : error === undefined ? "✅" : "⚠️";
  const [fails, isNew] = [new Set(failing), new Set(fresh)];
  const rows = findings.slice(0, most).map((finding) => {
    const marks = `${fails.has(finding) ? "❌ " : ""}${finding.severity}${compared && isNew.has(finding) ? " 🆕" : ""}`;
    const what = `${linked(finding)} ${escapeMarkdown(finding.title)}`;
    return `| ${marks} | ${where(finding, scanned.platforms.length)} | ${what} | ${fix(finding)} |`;
  });
  const accepted = ignored.map(
    ({ finding, entry }) =>
      `- ${linked(finding)} in ${inlineCode(finding.package ?? "")}: ${escapeMarkdown(entry.reason)} (until ${entry.expires})`,
  );
  const idle = unused.map(({ id, line }) => `- line ${line}: ${inlineCode(id)} matched nothing here`);
  return [
    `### ${icon} Trivy: ${escapeMarkdown(conclusion(result))}`,
    ...(scanned.platforms.length > 0 ? [`Platforms: ${scanned.platforms.map(inlineCode).join(", ")}`] : []),
    ...endOfLife.map((system) => `**${escapeMarkdown(outdated(system))}.**`),
    ...(error === undefined ? [] : [`**Not everything was looked at:** ${escapeMarkdown(error.message)}`]),
    ...(rows.length > 0
      ? [["| severity | where | what | fixed in |", "| --- | --- | --- | --- |", ...rows].join("\n")]
      : []),
    ...(findings.length > most ? [`… and ${findings.length - most} more, in the report.`] : []),
    ...details(`${ignored.length} ignored by the policy`, accepted),
    ...details(`${unused.length} unused in the policy`, idle),
  ].join("\n\n");
}
