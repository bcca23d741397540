import { lineText, type Problem, placeOf, readWorkflow, resolveCalls, type Source, source } from "../read/index.ts";
import { issuesIn } from "./expressions.ts";
import { byPlace, type Finding, type Report, type Rule, type Severity } from "./finding.ts";
import { placesOf } from "./places.ts";
import type { Project } from "./project.ts";
import { rules as allRules } from "./rules.ts";
import { scopesOf } from "./scope.ts";
import type { Subject } from "./subject.ts";
import { suppress, suppressionsIn } from "./suppress.ts";

export interface CheckOptions {
  readonly project: Project;
  /** Another severity for a rule, or `off`. */
  readonly severities?: Severities;
  readonly rules?: readonly Rule[];
}

/** Everything that is wrong or unwise in one workflow file, in the order of its lines. */
export function checkWorkflow(file: string, text: string, options: CheckOptions): readonly Finding[] {
  const from = source(file, text);
  const read = readWorkflow(from);
  const subject = read.workflow === undefined ? undefined : subjectOf(read.workflow, read.problems, options.project);
  const judge = (rule: Rule) =>
    subject === undefined ? unreadable(rule, read.problems, from, options.project) : rule.check(subject);
  return findingsOf(from, options.rules ?? allRules, options.severities ?? {}, judge);
}

export type Severities = Readonly<Record<string, Severity | "off">>;

/** What the rules say of one file, without what its comments excuse. */
export function findingsOf(
  from: Source,
  rules: readonly Rule[],
  severities: Severities,
  judge: (rule: Rule) => Iterable<Report>,
): readonly Finding[] {
  const findings = rules.flatMap((rule) => {
    const severity = severities[rule.code];
    if (severity === "off") return [];
    return [...judge(rule)].map((report) => findingOf(rule, report, from, severity));
  });
  const { kept, complaints } = suppress(from.file, findings, suppressionsIn(from));
  return distinct([...kept, ...complaints]).toSorted(byPlace);
}

export function subjectOf(workflow: Subject["workflow"], problems: readonly Problem[], project: Project): Subject {
  const resolved = resolveCalls(workflow, { load: project.load });
  const places = placesOf(workflow, scopesOf(workflow, project));
  const own = resolved.problems.filter((problem) => problem.source === workflow.source);
  const issues = issuesIn(places, workflow.source);
  return { workflow, problems: [...problems, ...own], jobs: resolved.jobs, project, places, issues };
}

/** Without a model only the rules that speak of the reader's problems have something to say. */
function unreadable(rule: Rule, problems: readonly Problem[], from: Source, project: Project): Iterable<Report> {
  const root = {
    kind: "scalar",
    value: null,
    text: "",
    style: "plain",
    at: { start: 0, end: 0 },
    key: undefined,
    alias: undefined,
  } as const;
  const workflow = { source: from, at: root.at, on: [], jobs: [], unusedAnchors: [], root };
  return rule.readsProblems === true
    ? rule.check({ workflow, problems, jobs: [], project, places: [], issues: [] })
    : [];
}

function findingOf(rule: Rule, report: Report, from: Source, severity: Severity | undefined): Finding {
  const where = report.source ?? from;
  const start = placeOf(where, report.at.start);
  const end = placeOf(where, Math.max(report.at.end, report.at.start));
  return {
    code: rule.code,
    severity: severity ?? report.severity ?? rule.severity,
    message: report.message,
    file: where.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    excerpt: lineText(where, start.line),
  };
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, file, line, column, message }) => {
    const key = `${code}\0${file}\0${line}:${column}\0${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
