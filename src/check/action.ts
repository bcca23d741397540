import { type Action, lineText, type Problem, placeOf, readAction, source } from "../read/index.ts";
import { byPlace, type Finding } from "./finding.ts";
import type { Project } from "./project.ts";
import { rules } from "./rules.ts";
import { findingsOf, type Severities, subjectOf } from "./run.ts";
import type { RunnerJob, Workflow } from "./subject.ts";

/** An action of the repository, not a workflow. */
export function isActionFile(file: string): boolean {
  return /(^|\/)action\.ya?ml$/.test(file);
}

const runtimes: Readonly<Record<string, string>> = {
  node12: "gone since 2023",
  node16: "gone since 2024",
  node20: "run by Node 24 since June 2026",
};

/** Rules that speak of steps alone; the others ask for triggers, permissions or jobs, which an action does not have. */
const ofSteps: ReadonlySet<string> = new Set([
  "syntax",
  "duplicate-key",
  "expression-syntax",
  "expression-place",
  "expression-type",
  "identifier",
  "step-flow",
  "unknown-input",
  "unknown-property",
  "unknown-step",
  "constant-condition",
  "env-name",
  "action-reference",
  "action-input",
  "outdated-action",
  "unpinned-action",
  "unpinned-image",
  "deprecated-command",
  "script-injection",
  "env-file-injection",
  "local-action",
  "python-script",
  "script-limit",
]);

/** What GitHub would refuse in an action's own file, a runtime that is no more, and what is unwise in its steps. */
export function checkAction(
  file: string,
  text: string,
  project: Project,
  severities: Severities = {},
): readonly Finding[] {
  const from = source(file, text);
  const { action, problems } = readAction(from);
  const subject = subjectOf(workflowOf(action, from), problems, project);
  const apply = rules.filter(({ code }) => ofSteps.has(code));
  const found = findingsOf(from, apply, severities, (rule) => rule.check(subject));
  const runs = action?.runs;
  const age = runs?.kind === "node" ? runtimes[runs.using.value.toLowerCase()] : undefined;
  if (runs?.kind !== "node" || age === undefined) return found;
  const message = `${runs.using.value} is ${age}; write using: node24`;
  return [...found, finding({ at: runs.using.at, message, source: from })].toSorted(byPlace);
}

/** The steps of a composite action as a job that is called with its inputs. */
function workflowOf(action: Action | undefined, from: Workflow["source"]): Workflow {
  const at = { start: 0, end: 0 };
  const name = { value: "action", at };
  const inputs = (action?.inputs ?? []).map(({ id }) => ({ id, at: id.at, type: { value: "string", at: id.at } }));
  const call = {
    event: { value: "workflow_call", at },
    at,
    filters: [],
    call: { at, inputs, secrets: [], outputs: [] },
  };
  const steps = action?.runs.kind === "composite" ? action.runs.steps : [];
  const job: RunnerJob = { kind: "job", id: name, at, needs: [], steps };
  const root = action?.root ?? { kind: "mapping", entries: [], at, key: undefined, alias: undefined };
  return { source: from, at, on: [call], jobs: [job], unusedAnchors: [], root };
}

function finding({ at, message, source: from }: Pick<Problem, "at" | "message" | "source">): Finding {
  const start = placeOf(from, at.start);
  const end = placeOf(from, at.end);
  const place = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  return {
    code: "outdated-action",
    severity: "warning",
    message,
    file: from.file,
    ...place,
    excerpt: lineText(from, start.line),
  };
}
