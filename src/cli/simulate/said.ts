import type { Planned } from "../../simulate/plan/plan.ts";
import type { Row } from "../../simulate/table/row.ts";

/** What a job gives to others; nothing where that is not at hand. */
function outputsOf(job: Planned): readonly string[] | undefined {
  if (job.kind === "call") return Object.keys(job.called.call?.outputs ?? {});
  return typeof job.outputs === "string" || job.runsOn.length === 0 ? undefined : Object.keys(job.outputs);
}

/** What is wrong with `--output JOB.NAME`: a name that no job has would change nothing and say nothing. */
export function wrongOutputs(names: readonly string[], rows: readonly Row[]): readonly string[] {
  return names.flatMap((name) => {
    const at = name.lastIndexOf(".");
    const [job, output] = [name.slice(0, Math.max(at, 0)), name.slice(at + 1)];
    const found = rows.filter(({ path }) => path === job);
    if (found.length === 0) return [`--output ${name}: there is no job "${job}"; expected JOB.NAME=VALUE`];
    const given = found.map((row) => outputsOf(row.job));
    if (given.some((all) => all === undefined || all.includes(output))) return [];
    const all = [...new Set(given.flatMap((one) => one ?? []))];
    return [`--output ${name}: ${job} says ${all.length === 0 ? "nothing" : all.join(", ")}, and no ${output}`];
  });
}
