import type { Report, Rule } from "../finding.ts";
import type { Env } from "../subject.ts";
import { runnerJobs, stepsOf } from "../walk.ts";

export const envName: Rule = {
  code: "env-name",
  severity: "error",
  summary: "The name of an environment variable holds no =, & or space: no shell could read it.",
  *check({ workflow }): Iterable<Report> {
    const envs = [
      workflow.env,
      ...runnerJobs(workflow).flatMap((job) => [
        job.env,
        job.container?.env,
        ...(job.services?.items ?? []).map((s) => s.env),
      ]),
    ];
    for (const env of [...envs, ...stepsOf(workflow).map(({ step }) => step.env)]) yield* checkEnv(env);
  },
};

function* checkEnv(env: Env | undefined): Iterable<Report> {
  for (const { name, nameText } of env?.entries ?? []) {
    if (nameText === undefined && /[=&\s]/.test(name.value)) {
      yield {
        at: name.at,
        message: `"${name.value}" is no name for an environment variable; it may not hold =, & or spaces`,
      };
    }
  }
}
