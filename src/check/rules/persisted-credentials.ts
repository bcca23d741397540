import type { Report, Rule } from "../finding.ts";
import { literalOf, type RunnerJob, type UsesStep } from "../subject.ts";
import { actionName, inputOf, usesOf } from "../walk.ts";

export const persistedCredentials: Rule = {
  code: "persisted-credentials",
  severity: "info",
  summary: "The token that checkout leaves in .git/config is left only for a step that pushes with it.",
  *check({ workflow }): Iterable<Report> {
    for (const { job, step, index } of usesOf(workflow)) {
      if (actionName(step.uses.value) !== "actions/checkout") continue;
      const persists = inputOf(step, "persist-credentials");
      if (persists !== undefined && persists.text !== "true") continue;
      if (pushes(job)) continue;
      const uploaded = (job.steps ?? []).slice(index + 1).find((later) => later.kind === "uses" && uploadsAll(later));
      const message =
        uploaded === undefined
          ? "the token stays in .git/config, where every later step can read it"
          : "the token stays in .git/config, and a later step uploads that with the rest of the folder";
      const report = { at: step.uses.at, message: `${message}; write persist-credentials: false` };
      yield uploaded === undefined ? report : { ...report, severity: "warning" };
    }
  },
};

function pushes(job: RunnerJob): boolean {
  return (job.steps ?? []).some(
    (step) =>
      step.kind === "run" &&
      /\bgit\s+(push|fetch|pull|submodule)\b|\bsemantic-release\b|\bchangeset\b/.test(step.run.text),
  );
}

function uploadsAll(step: UsesStep): boolean {
  if (actionName(step.uses.value) !== "actions/upload-artifact") return false;
  const path = inputOf(step, "path");
  const written = path && literalOf(path);
  return (
    path !== undefined &&
    (written === undefined
      ? /github\.workspace\s*\}\}\s*$/m.test(path.text)
      : /^\s*(\.|\.\/|\*\*?\/?\*?)\s*$/m.test(written))
  );
}
