import { type Problem, problem } from "../problem.ts";
import { type Facts, modelOf, placeOf, type Rule, where } from "./facts.ts";

/** A job that is needed or read is in the workflow. */
export const knownNeeds: Rule = (facts) =>
  facts.rendered.jobs.flatMap((job) =>
    job.needs
      .filter((id) => !facts.jobs.has(id))
      .map((id) =>
        problem(
          "needs",
          `job ${job.job.id} needs job ${id}, which is not in the list of jobs that '${facts.made.name}' returns`,
          modelOf(job.job).place,
        ),
      ),
  );

/** Every way round that comes back to where it began, each named once. */
function cycles(facts: Facts): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (id: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(id);
    if (seen >= 0) {
      found.push([...trail.slice(seen), id]);
      return;
    }
    if (done.has(id)) return;
    for (const next of facts.jobs.get(id)?.needs ?? []) visit(next, [...trail, id]);
    done.add(id);
  };
  for (const id of facts.jobs.keys()) visit(id, []);
  return found;
}

export const noCycles: Rule = (facts) =>
  cycles(facts).map((round) => {
    const job = facts.jobs.get(round[0] ?? "");
    const place = job ? modelOf(job.job).place : facts.made.place;
    return problem("needs", `jobs need each other in a circle: ${round.join(" → ")}`, place);
  });

/** Ids are names, and each is used once (GitHub compares them without regard to case). */
export const uniqueJobs: Rule = (facts) => {
  const seen = new Map<string, string>();
  return facts.rendered.jobs.flatMap(({ job }) => {
    const { place } = modelOf(job);
    const problems: Problem[] = [];
    if (!/^[A-Za-z_][\w-]*$/.test(job.id) || job.id.startsWith("__") || job.id.length >= 100)
      problems.push(
        problem(
          "id",
          `'${job.id}' is no id for a job: letters, digits, - and _, beginning with a letter, under 100 characters`,
          place,
        ),
      );
    const other = seen.get(job.id.toLowerCase());
    if (other !== undefined) problems.push(problem("duplicate", `two jobs are called ${job.id}`, place));
    seen.set(job.id.toLowerCase(), job.id);
    return problems;
  });
};

/** An output that is read is one that its job gives. */
export const knownOutputs: Rule = (facts) =>
  facts.sites.flatMap(({ site, job }) =>
    site.expressions.flatMap(({ reads }) =>
      reads.paths.flatMap(([root, id = "", what, name]) => {
        if ((root !== "needs" && root !== "jobs") || what !== "outputs" || name === undefined || name === "*")
          return [];
        const read = facts.jobs.get(id);
        const made = read && modelOf(read.job);
        const given = made?.kind === "steps" ? Object.keys(made.outputs) : undefined;
        if (!given || given.some((g) => g.toLowerCase() === name.toLowerCase())) return [];
        const there = given.length > 0 ? `it gives ${given.join(", ")}` : "it gives none";
        return [
          problem("output", `${where(site, job)}: job ${id} has no output ${name}; ${there}`, placeOf(site, facts)),
        ];
      }),
    ),
  );

/** GitHub starts no workflow without jobs, and no job without steps. */
export const somethingToDo: Rule = ({ made, rendered }) => [
  ...(rendered.jobs.length === 0 ? [problem("empty", `workflow '${made.name}' returns no jobs`, made.place)] : []),
  ...rendered.jobs.flatMap(({ job }) => {
    const model = modelOf(job);
    return model.kind === "steps" && model.steps.length === 0
      ? [problem("empty", `job ${job.id} has no steps`, model.place)]
      : [];
  }),
];
