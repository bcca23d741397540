import type { Report, Rule } from "../finding.ts";
import type { Container } from "../subject.ts";
import { runnerJobs } from "../walk.ts";

export const credentials: Rule = {
  code: "credentials",
  severity: "error",
  summary: "A registry gets a user name and a password, and the password comes from a secret.",
  *check({ workflow }): Iterable<Report> {
    for (const job of runnerJobs(workflow)) {
      const containers = [...(job.container === undefined ? [] : [job.container]), ...(job.services?.items ?? [])];
      for (const container of containers) yield* checkOne(container);
    }
  },
};

function* checkOne({ credentials: given }: Container): Iterable<Report> {
  if (given === undefined || given.expression !== undefined) return;
  const missing = [
    given.username === undefined ? "username" : "",
    given.password === undefined ? "password" : "",
  ].filter(Boolean);
  if (missing.length > 0)
    yield {
      at: given.key ?? given.at,
      message: `credentials need both a username and a password; ${missing.join(" and ")} missing`,
    };
  const { password } = given;
  if (password !== undefined && !/^\s*\$\{\{[^}]*\}\}\s*$/.test(password.text)) {
    yield {
      at: password.at,
      message: "this password can be read by everyone who can read the repository; take it from secrets",
    };
  }
}
