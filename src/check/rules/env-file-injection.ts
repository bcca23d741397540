import type { Report, Rule } from "../finding.ts";
import { lineIn } from "../script.ts";
import { taintedEnv } from "../taint.ts";
import { runsOf } from "../walk.ts";

const file = /\$\{?(GITHUB_ENV|GITHUB_PATH)\}?/;

export const envFileInjection: Rule = {
  code: "env-file-injection",
  severity: "error",
  summary:
    "Text that strangers write does not go into GITHUB_ENV or GITHUB_PATH: a line end in it sets any variable for the steps that follow.",
  *check({ workflow }): Iterable<Report> {
    for (const { job, step } of runsOf(workflow)) {
      if (!file.test(step.run.text)) continue;
      const tainted = taintedEnv(workflow, job, step);
      for (const line of step.run.text.split("\n")) {
        const target = file.exec(line)?.[1];
        if (target === undefined) continue;
        const read = new Set([...line.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name));
        for (const [name, source] of tainted) {
          if (!read.has(name)) continue;
          const message = `$${name} holds ${source}, and a line end in it would set other variables through ${target}; keep it out, or check it against what it may be first`;
          yield { at: lineIn(workflow.source, step.run, line.trim()) ?? step.run.at, message };
        }
      }
    }
  },
};
