import type { Report, Rule } from "../finding.ts";
import { lineIn } from "../script.ts";
import { runsOf } from "../walk.ts";

/** GitHub changelog, 2022-10-11; set-env and add-path have failed the step since 2020-11-16. */
const commands: Readonly<Record<string, string>> = {
  "set-output": 'echo "NAME=VALUE" >> "$GITHUB_OUTPUT"',
  "save-state": 'echo "NAME=VALUE" >> "$GITHUB_STATE"',
  "set-env": 'echo "NAME=VALUE" >> "$GITHUB_ENV"',
  "add-path": 'echo "PATH" >> "$GITHUB_PATH"',
};

export const deprecatedCommand: Rule = {
  code: "deprecated-command",
  severity: "error",
  summary: "Scripts write to GitHub's files, not the commands that GitHub has withdrawn.",
  *check({ workflow }): Iterable<Report> {
    for (const { step } of runsOf(workflow)) {
      for (const [, name = ""] of step.run.text.matchAll(/::(set-output|save-state|set-env|add-path)(?=\s|::)/g)) {
        const at = lineIn(workflow.source, step.run, `::${name}`);
        yield {
          at: step.run.at,
          message: `::${name}:: is withdrawn; write ${commands[name]}`,
          ...(at === undefined ? {} : { at }),
        };
      }
    }
  },
};
