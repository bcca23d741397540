import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type Grant, type Problem, placeOf, readWorkflow, resolveCalls, source } from "../../../src/read/index.ts";
import { scopes } from "../../../src/read/workflow/permissions.ts";
import { githubLimits } from "../../../src/read/yaml/parse.ts";
import type { Case, CorpusKind } from "../kind.ts";
import { type CaseFile, readCase } from "./case-file.ts";
import { jobsForm } from "./jobs.ts";

const everything = Object.fromEntries(Object.keys(scopes).map((scope) => [scope, "write"] as const));
const policies: Readonly<Record<string, Grant>> = {
  LimitedRead: { contents: "read", packages: "read" },
  Write: everything,
};
const expectation = v.object({
  errors: v.optional(v.array(v.object({ Message: v.string() }))),
  jobs: v.optional(v.array(v.unknown())),
  "file-table": v.optional(v.array(v.string())),
});

/** GitHub's reader: where errors are expected, one on each expected line and no other; else the same jobs. */
export const reader: CorpusKind = {
  about: "workflows as GitHub's own reader reads them",
  run: (folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".yml"))
      .map((name) => judge(name, readFileSync(join(folder, name), "utf8"))),
};

function judge(name: string, text: string): Case {
  const file = readCase(text);
  const { errors, jobs, "file-table": table } = v.parse(expectation, file.expected);
  const read = readAll(name, file, table);
  return errors !== undefined
    ? judgeErrors(
        name,
        errors.map((error) => error.Message),
        read.problems,
      )
    : judgeJobs(name, jobs ?? [], read);
}

function readAll(name: string, file: CaseFile, table: readonly string[] | undefined) {
  const { options } = file;
  const limits = {
    ...githubLimits,
    resultBytes: options["max-result-size"] ?? githubLimits.resultBytes,
    characters: options["max-file-size"] ?? githubLimits.characters,
  };
  const { workflow, problems } = readWorkflow(source(`.github/workflows/${name}`, file.workflow), limits);
  if (workflow === undefined) return { problems, jobs: [] };
  const resolved = resolveCalls(workflow, {
    load: (uses) => {
      const found = file.called.get(uses);
      return found === undefined || options["skip-reusable-workflows"] ? undefined : source(uses, found);
    },
    ...(options["max-nested-reusable-workflows-depth"] === undefined
      ? {}
      : { depth: options["max-nested-reusable-workflows-depth"] }),
    // theirs counts the workflow itself among the files
    ...(options["max-files"] === undefined ? {} : { files: options["max-files"] - 1 }),
    policy: policies[options["permissions-policy"] ?? ""],
    limits,
  });
  const fileNumber =
    options["include-source"] && table !== undefined ? (path: string) => table.indexOf(path) + 1 : undefined;
  return {
    problems: [...problems, ...resolved.problems],
    jobs: jobsForm(resolved.jobs, { source: workflow.source, fileNumber }),
  };
}

function judgeErrors(name: string, messages: readonly string[], problems: readonly Problem[]): Case {
  const lines = messages.map((message) => /\(?[Ll]ine:? (\d+)/.exec(message)?.[1]);
  const expected = new Set(lines.filter((line) => line !== undefined).map(Number));
  const found = new Set(problems.map((problem) => placeOf(problem.source, problem.at.start).line));
  // some of GitHub's errors name no line: then one anywhere will do
  const anywhere = lines.includes(undefined);
  const passed =
    problems.length > 0 &&
    [...expected].every((line) => found.has(line)) &&
    (anywhere || [...found].every((line) => expected.has(line)));
  const ours = problems.map((problem) => `${placeOf(problem.source, problem.at.start).line}: ${problem.message}`);
  return { name, passed, detail: `expected:\n  ${messages.join("\n  ")}\ngot:\n  ${ours.join("\n  ")}` };
}

function judgeJobs(
  name: string,
  expected: readonly unknown[],
  read: { readonly problems: readonly Problem[]; readonly jobs: readonly unknown[] },
): Case {
  const difference = firstDifference(normal(expected), normal(read.jobs), "jobs");
  const ours = read.problems.map((problem) => `${placeOf(problem.source, problem.at.start).line}: ${problem.message}`);
  return { name, passed: difference === undefined, detail: [difference, ...ours].join("\n") };
}

/** Without `undefined`s; the pairs of a mapping sorted by key, as their order means nothing. */
function normal(value: unknown): unknown {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  const sort = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(sort);
    if (typeof each !== "object" || each === null) return each;
    const entries = Object.entries(each).map(([key, inner]) => {
      const sorted = sort(inner);
      return [
        key,
        key === "map" && Array.isArray(sorted) ? sorted.toSorted((a, b) => compareText(keyOf(a), keyOf(b))) : sorted,
      ] as const;
    });
    return Object.fromEntries(entries);
  };
  return sort(plain);
}

function keyOf(pair: unknown): string {
  return typeof pair === "object" && pair !== null && "Key" in pair ? JSON.stringify(pair.Key) : "";
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function firstDifference(expected: unknown, got: unknown, path: string): string | undefined {
  if (typeof expected !== "object" || typeof got !== "object" || expected === null || got === null) {
    return Object.is(expected, got)
      ? undefined
      : `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
  }
  const theirs = new Map<string, unknown>(Object.entries(expected));
  const ours = new Map<string, unknown>(Object.entries(got));
  for (const key of new Set([...theirs.keys(), ...ours.keys()])) {
    const difference = firstDifference(theirs.get(key), ours.get(key), `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
