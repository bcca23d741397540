import { leastMatrixJobs, mostMatrixJobs } from "../../workflow/matrix-size.ts";
import type { Report, Rule } from "../finding.ts";
import { couldMatch, holdsExpression, plainMatrix, sameData, showData } from "../matrix.ts";
import type { Data, Matrix } from "../subject.ts";

export const matrixValue: Rule = {
  code: "matrix-value",
  severity: "error",
  summary: "A matrix has each value once, excludes only what it has, and makes at most 256 jobs.",
  *check({ workflow }): Iterable<Report> {
    for (const { strategy } of workflow.jobs) {
      const { maxParallel, matrix } = strategy ?? {};
      if (maxParallel?.kind === "literal" && (maxParallel.value < 1 || !Number.isInteger(maxParallel.value))) {
        yield { at: maxParallel.at, message: `max-parallel is a whole number from 1 up, not ${maxParallel.value}` };
      }
      if (matrix === undefined || matrix.expression !== undefined) continue;
      yield* duplicates(matrix);
      yield* exclusions(matrix);
      const size = leastMatrixJobs(plainMatrix(matrix));
      if (size > mostMatrixJobs)
        yield { at: matrix.at, message: `the matrix makes ${size} jobs; GitHub runs at most ${mostMatrixJobs}` };
    }
  },
};

function* duplicates({ vectors }: Matrix): Iterable<Report> {
  for (const { name, values } of vectors) {
    if ("parts" in values) continue;
    for (const [index, value] of values.entries()) {
      const first = values.slice(0, index).find((before) => sameData(before, value));
      if (first !== undefined && !holdsExpression(value))
        yield {
          at: value.at,
          message: `"${name.value}" has ${showData(value)} twice, so the same job would run twice`,
        };
    }
  }
}

function* exclusions({ vectors, include, exclude }: Matrix): Iterable<Report> {
  if (exclude === undefined || "parts" in exclude || (include !== undefined && "parts" in include)) return;
  const known = new Map<string, Data[] | "unknown">();
  for (const { name, values } of vectors)
    known.set(name.value.toLowerCase(), "parts" in values ? "unknown" : [...values]);
  for (const entry of include ?? []) {
    if (entry.kind !== "mapping") continue;
    for (const { key, value } of entry.entries) {
      const values = known.get(key.value.toLowerCase());
      if (values !== "unknown") known.set(key.value.toLowerCase(), [...(values ?? []), value]);
    }
  }
  for (const entry of exclude) {
    if (entry.kind !== "mapping") continue;
    for (const { key, value } of entry.entries) {
      const values = known.get(key.value.toLowerCase());
      if (values === undefined) {
        yield {
          at: key.at,
          message: `the matrix has no "${key.value}" to exclude by; it has ${[...known.keys()].map((each) => `"${each}"`).join(", ")}`,
        };
      } else if (values !== "unknown" && !values.some((candidate) => couldMatch(value, candidate))) {
        yield {
          at: value.at,
          message: `"${key.value}" never is ${showData(value)}, so this excludes nothing; it is ${values.map(showData).join(", ")}`,
        };
      }
    }
  }
}
