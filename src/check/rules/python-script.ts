import type { Report, Rule } from "../finding.ts";
import { unknownNames } from "../python/names.ts";
import { tokensOf } from "../python/token.ts";
import { lineIn } from "../script.ts";
import { literalOf, type RunnerJob, type RunStep, type Source, type Span, type Workflow } from "../subject.ts";
import { runsOf } from "../walk.ts";

export const pythonScript: Rule = {
  code: "python-script",
  severity: "error",
  summary: "A Python script closes what it opens, and reads only names that it gives a value.",
  *check({ workflow }): Iterable<Report> {
    for (const { job, step } of runsOf(workflow)) {
      if (!isPython(workflow, job, step)) continue;
      const script = masked(step.run.text);
      const { tokens, mistake } = tokensOf(script);
      const place = (at: number) => placeIn(workflow.source, step, at);
      if (mistake !== undefined)
        yield { at: place(mistake.at), message: `Python cannot read this: ${mistake.message}` };
      else
        for (const { text, at } of unknownNames(tokens))
          yield { at: place(at), message: `"${text}" has no value: the script neither sets nor imports it` };
    }
  },
};

function isPython({ defaults }: Workflow, job: RunnerJob, step: RunStep): boolean {
  const shell = step.shell ?? job.defaults?.shell ?? defaults?.shell;
  return shell !== undefined && /^python[\d.]*(\.exe)?( |$)/.test(literalOf(shell) ?? "");
}

/** What an expression becomes is not known before it runs: a name of underscores, which nobody asks for, of the same length. */
function masked(script: string): string {
  return script.replaceAll(/\$\{\{.*?\}\}/gs, (expression) => expression.replaceAll(/[^\n]/g, "_"));
}

/** The line of the file on which this place of the script stands. */
function placeIn(source: Source, { run }: RunStep, at: number): Span {
  const { text } = run;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(start, end < 0 ? text.length : end);
  const found = lineIn(source, run, line.trim());
  if (found === undefined) return run.at;
  return { start: found.start + at - start - (line.length - line.trimStart().length), end: found.end };
}
