import { isExpression } from "../../expr/expression.ts";
import { type Problem, problem } from "../problem.ts";
import { modelOf, type Rule, where } from "./facts.ts";

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

/** The keys that a matrix has; undefined where an expression makes it. */
function keysOf(matrix: object): ReadonlySet<string> | undefined {
  if (isExpression(matrix)) return undefined;
  const entries = Object.entries(matrix);
  const included: unknown = entries.find(([key]) => key === "include")?.[1];
  const rows: readonly unknown[] = Array.isArray(included) ? included : [];
  if (isExpression(included)) return undefined;
  return new Set([...entries.map(([key]) => key), ...rows.flatMap((row) => (isRecord(row) ? Object.keys(row) : []))]);
}

/** A matrix is read in the job that has it, by a key that it has. */
export const matrixRead: Rule = (facts) =>
  facts.rendered.jobs.flatMap((job) => {
    const made = modelOf(job.job);
    const keys = made.matrix ? keysOf(made.matrix) : new Set<string>();
    if (!keys) return [];
    return job.sites.flatMap((site) =>
      site.expressions.flatMap(({ reads }) =>
        reads.paths.flatMap(([root, key]) => {
          if (root !== "matrix" || key === undefined || key === "*" || keys.has(key)) return [];
          const why = made.matrix
            ? `the matrix has no ${key}; it has ${[...keys].join(", ")}`
            : "this job has no matrix";
          return [problem("matrix", `${where(site, job)}: ${why}`, site.place ?? made.place)];
        }),
      ),
    );
  });

/** GitHub refuses an empty axis, and runs 256 jobs of one matrix at most. */
export const matrixSize: Rule = (facts) =>
  facts.rendered.jobs.flatMap(({ job }): readonly Problem[] => {
    const made = modelOf(job);
    if (!made.matrix || isExpression(made.matrix)) return [];
    const axes = Object.entries(made.matrix).flatMap(([key, values]): readonly [string, readonly unknown[]][] =>
      key !== "include" && key !== "exclude" && Array.isArray(values) ? [[key, values]] : [],
    );
    const empty = axes
      .filter(([, values]) => values.length === 0)
      .map(([key]) => problem("matrix", `job ${job.id}: axis ${key} is empty`, made.place));
    const count = axes.reduce((product, [, values]) => product * values.length, 1);
    const excluded = "exclude" in made.matrix;
    return count > 256 && !excluded
      ? [
          ...empty,
          problem("limit", `job ${job.id}: its matrix makes ${count} jobs, and GitHub runs 256 at most`, made.place),
        ]
      : empty;
  });
