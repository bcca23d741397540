import { beyond, union } from "../../workflow/permissions.ts";
import { isRemote } from "../callees.ts";
import { type Problem, problem } from "../problem.ts";
import { modelOf, type Rule } from "./facts.ts";

/** No job gets more than its own limit and the workflow's allow: so a step that needs more is an error here, not on GitHub. */
export const withinLimits: Rule = (facts) =>
  facts.rendered.jobs.flatMap(({ job, permissions }) => {
    const made = modelOf(job);
    const limits = [
      { of: `job ${job.id}`, limit: made.permissionsAtMost },
      { of: `workflow '${facts.made.name}'`, limit: facts.made.permissionsAtMost },
    ];
    return limits.flatMap(({ of, limit }): readonly Problem[] => {
      if (!limit) return [];
      return beyond(permissions, union([limit])).map(({ scope, level, has }) => {
        const reasons = permissions.get(scope)?.reasons.join("; ") ?? "";
        const what =
          made.kind === "call"
            ? `job ${job.id} calls a workflow whose jobs need ${scope}: ${level} (${reasons}), and GitHub rejects a call that grants less`
            : `job ${job.id} needs ${scope}: ${level} (${reasons})`;
        return problem("permission", `${what}; permissionsAtMost of ${of} allows ${scope}: ${has}`, made.place);
      });
    });
  });

/** A called workflow is one that can be called, and is generated too. */
export const callable: Rule = (facts) =>
  facts.rendered.jobs.flatMap(({ job }) => {
    const made = modelOf(job);
    if (made.kind === "steps" || isRemote(made.callee)) return [];
    if (facts.callees.usesOf(made.callee) !== undefined) return [];
    return [
      problem("call", `job ${job.id} calls '${made.callee.name}', which no file of the sources exports`, made.place),
    ];
  });
