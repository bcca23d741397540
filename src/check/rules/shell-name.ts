import { type Platform, platformsOf } from "../facts/runners.ts";
import type { Report, Rule } from "../finding.ts";
import { literalOf, type RunnerJob, type Text } from "../subject.ts";
import { runnerJobs, runsOf } from "../walk.ts";

/** docs.github.com, `jobs.<job_id>.steps[*].shell`. */
const shells: Readonly<Record<string, readonly Platform[]>> = {
  bash: ["linux", "macos", "windows"],
  sh: ["linux", "macos"],
  python: ["linux", "macos", "windows"],
  pwsh: ["linux", "macos", "windows"],
  powershell: ["windows"],
  cmd: ["windows"],
};

export const shellName: Rule = {
  code: "shell-name",
  severity: "error",
  summary: "A shell is one that the runner's system has, or a command with {0} for the script.",
  *check({ workflow }): Iterable<Report> {
    yield* checkShell(workflow.defaults?.shell, undefined);
    for (const job of runnerJobs(workflow)) yield* checkShell(job.defaults?.shell, job);
    for (const { job, step } of runsOf(workflow)) yield* checkShell(step.shell, job);
  },
};

function* checkShell(shell: Text | undefined, job: RunnerJob | undefined): Iterable<Report> {
  const written = shell && literalOf(shell);
  if (shell === undefined || written === undefined) return;
  if (written.includes("{0}")) return;
  const name = written.toLowerCase();
  const platforms = job === undefined || job.container !== undefined ? undefined : platformsOf(job);
  const available = Object.keys(shells).filter(
    (each) => platforms === undefined || platforms.some((platform) => shells[each]?.includes(platform)),
  );
  if (available.includes(name)) return;
  const where = platforms === undefined ? "" : ` on ${platforms.join(" or ")}`;
  const message = `there is no shell "${written}"${where}; there are ${available.map((each) => `"${each}"`).join(", ")}, or a command with {0} in it`;
  yield { at: shell.at, message };
}
