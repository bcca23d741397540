import type { Report, Rule } from "../finding.ts";

export const excessivePermissions: Rule = {
  code: "excessive-permissions",
  severity: "warning",
  summary: "A job's token may do what that job needs: nothing for all at once, no write for every job.",
  *check({ workflow }): Iterable<Report> {
    const { permissions, jobs } = workflow;
    for (const each of [permissions, ...jobs.map((job) => job.permissions)]) {
      if (each?.all === "write")
        yield { at: each.at, message: "write-all lets this token change everything; name the scopes that are needed" };
      if (each?.all === "read")
        yield {
          at: each.at,
          severity: "info",
          message:
            "read-all lets this token read everything, secrets of other scopes too; name the scopes that are needed",
        };
    }
    if (permissions !== undefined && jobs.length > 1) {
      for (const { scope, level } of permissions.scopes) {
        if (level.value === "write")
          yield {
            at: scope.at,
            message: `every job of this workflow may write ${scope.value}; give it to the jobs that need it, and {} to the workflow`,
          };
      }
    }
    const silent = jobs.filter((job) => job.permissions === undefined);
    if (permissions === undefined && silent.length > 0 && workflow.onKey !== undefined) {
      const names = silent.map((job) => `"${job.id.value}"`).join(", ");
      yield {
        at: workflow.onKey,
        message: `${names} ${silent.length === 1 ? "gets" : "get"} whatever the repository gives by default; write permissions: {} here and what each job needs there`,
      };
    }
  },
};
