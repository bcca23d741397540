import type { Report, Rule } from "../finding.ts";
import { lockOf } from "../lock.ts";
import { usesOf } from "../walk.ts";

export const actionsLock: Rule = {
  code: "actions-lock",
  severity: "error",
  summary: "A workflow in actions.lock uses what is locked there, at the commit that is locked.",
  *check({ workflow, project }): Iterable<Report> {
    const lock = lockOf(project);
    if (lock === undefined) return;
    for (const { at, message } of lock.mistakes) yield { at, message, source: lock.source };
    const listed = lock.workflows.get(workflow.source.file);
    if (listed === undefined) {
      if (usesOf(workflow).some(({ step }) => key(step.uses.value) !== undefined) && workflow.onKey !== undefined) {
        yield {
          at: workflow.onKey,
          severity: "warning",
          message:
            "this workflow is not in actions.lock, so its actions are not held to their commits; run gh actions-lock",
        };
      }
      return;
    }
    for (const { step } of usesOf(workflow)) {
      const { value, at } = step.uses;
      const pin = key(value);
      if (pin === undefined) continue;
      if (!listed.includes(pin)) {
        yield {
          at,
          message: `actions.lock does not list "${pin}" for this workflow, and GitHub refuses the run; run gh actions-lock`,
        };
      } else if (!lock.dependencies.has(pin)) {
        yield { at, message: `actions.lock lists "${pin}" and says no commit for it; run gh actions-lock` };
      }
    }
  },
};

/** `Actions/Cache/save@v5` → `actions/cache@v5`; nothing for what the file does not hold. */
function key(uses: string): string | undefined {
  if (/^(\.\/|\$\/|docker:)/.test(uses)) return undefined;
  const [path = "", ref] = uses.split("@");
  const [owner, repository] = path.toLowerCase().split("/");
  return owner && repository && ref ? `${owner}/${repository}@${ref}` : undefined;
}
