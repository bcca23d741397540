import type { Report, Rule } from "../finding.ts";
import { lockOf } from "../lock.ts";
import type { Located } from "../subject.ts";
import { usesOf } from "../walk.ts";

const commit = /^[0-9a-f]{40}$/i;

export const unpinnedAction: Rule = {
  code: "unpinned-action",
  severity: "warning",
  summary: "What others wrote is used at a commit: a tag or branch can be moved to other code at any time.",
  *check({ workflow, project }): Iterable<Report> {
    const locked = lockOf(project)?.workflows.has(workflow.source.file) === true;
    const calls = workflow.jobs.filter((job) => job.kind === "call").map((job) => job.uses);
    // the lock file records actions; whether it holds called workflows its own sources do not agree on
    yield* unpinned(calls);
    if (!locked) yield* unpinned(usesOf(workflow).map(({ step }) => step.uses));
  },
};

function* unpinned(all: readonly Located<string>[]): Iterable<Report> {
  for (const { value, at } of all) {
    if (/^(\.\/|\$\/|docker:)/.test(value) || !value.includes("@") || value.includes("${{")) continue;
    const [path = "", ref = ""] = value.split("@");
    if (commit.test(ref)) continue;
    const own = /^(actions|github)\//i.test(path);
    const message = `"${value}" can change under you; write ${path}@COMMIT # ${ref}`;
    yield own ? { at, message, severity: "info" } : { at, message };
  }
}
