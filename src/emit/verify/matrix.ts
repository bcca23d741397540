import { isExpression, nodeOf } from "../../expr/expression.ts";
import { leastMatrixJobs, listInJson, mostMatrixJobs, unknownValue } from "../../workflow/matrix-size.ts";
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

/** What an expression makes is known now only where it is `fromJSON` of a text that stands there. */
function listIn(x: unknown): readonly unknown[] | undefined {
  if (Array.isArray(x)) return x;
  const node = isExpression(x) ? nodeOf(x) : undefined;
  const [text] = node?.kind === "call" && node.name === "fromJSON" ? node.args : [];
  return text?.kind === "literal" && typeof text.value === "string" ? listInJson(text.value) : undefined;
}

const plain = (x: unknown): unknown => {
  if (isExpression(x)) return unknownValue;
  if (Array.isArray(x)) return x.map(plain);
  return isRecord(x) ? Object.fromEntries(Object.entries(x).map(([key, inner]) => [key, plain(inner)])) : x;
};
const rowsOf = (rows: unknown): readonly unknown[] | undefined => (rows === undefined ? [] : listIn(rows)?.map(plain));

/** GitHub refuses an empty axis, and runs 256 jobs of one matrix at most. */
export const matrixSize: Rule = (facts) =>
  facts.rendered.jobs.flatMap(({ job }): readonly Problem[] => {
    const made = modelOf(job);
    if (!made.matrix || isExpression(made.matrix)) return [];
    const { include, exclude, ...vectors } = Object.fromEntries<unknown>(Object.entries(made.matrix));
    const axes = Object.entries(vectors).map(([name, values]) => [name, listIn(values)] as const);
    const empty = axes
      .filter(([, values]) => values?.length === 0)
      .map(([name]) => problem("matrix", `job ${job.id}: axis ${name} is empty`, made.place));
    const known = axes.map(([name, values]) => [name, values?.map(plain)] as const);
    const count = leastMatrixJobs({ axes: known, include: rowsOf(include), exclude: rowsOf(exclude) });
    return count > mostMatrixJobs
      ? [
          ...empty,
          problem(
            "limit",
            `job ${job.id}: its matrix makes ${count} jobs, and GitHub runs ${mostMatrixJobs} at most`,
            made.place,
          ),
        ]
      : empty;
  });
