import { join } from "node:path";
import * as v from "valibot";
import type { Case, Status } from "../results/case.ts";
import { ReportError } from "../results/error.ts";
import type { Results, Trouble } from "../results/results.ts";
import { deathBy } from "./death.ts";
import type { Runner } from "./runner.ts";

const Assertion = v.object({
  ancestorTitles: v.array(v.string()),
  title: v.string(),
  status: v.string(),
  duration: v.nullish(v.number()),
  failureMessages: v.nullish(v.array(v.string())),
  invocations: v.nullish(v.number()),
  location: v.nullish(v.object({ line: v.number() })),
});

const File = v.object({
  name: v.string(),
  status: v.string(),
  message: v.nullish(v.string(), ""),
  assertionResults: v.array(Assertion),
});

/** What jest writes with `--json`. */
const Report = v.object({ testResults: v.array(File) });
type File = v.InferOutput<typeof File>;

const statuses: Readonly<Record<string, Status>> = { passed: "passed", failed: "failed" };

const firstLine = (text: string) => text.trim().split("\n", 1)[0] ?? "";

const casesOf = ({ name: file, assertionResults }: File): readonly Case[] =>
  assertionResults.map(({ ancestorTitles, title, status, duration, failureMessages, invocations, location }): Case => {
    const known = statuses[status] ?? "skipped";
    const detail = (failureMessages ?? []).join("\n\n");
    return {
      suite: ancestorTitles.join(" › "),
      name: title,
      // jest.retryTimes
      status: known === "passed" && (invocations ?? 1) > 1 ? "flaky" : known,
      took: duration ?? undefined,
      message: firstLine(detail),
      detail,
      file,
      line: location?.line,
    };
  });

/** A file without results is one that could not be run; its message begins with a headline of jest's own. */
function troubleOf({ name: file, status, message, assertionResults }: File): Trouble | undefined {
  if (status !== "failed" || assertionResults.length > 0) return undefined;
  const said = (message ?? "").replace(/^\s*●[^\n]*\n+/, "").trim();
  const kind = /must contain at least one test/.test(said)
    ? "empty"
    : /jest worker process|worker .*(terminated|crashed|exited)/i.test(said)
      ? deathBy(said)
      : "collection";
  return { kind, message: firstLine(said), detail: said, file };
}

function readJson(text: string): v.InferOutput<typeof Report> {
  try {
    return v.parse(Report, JSON.parse(text));
  } catch (thrown) {
    throw new ReportError(`it is not what jest writes: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function resultsIn(text: string): Results {
  const { testResults } = readJson(text);
  return { cases: testResults.flatMap(casesOf), troubles: testResults.flatMap((file) => troubleOf(file) ?? []) };
}

/** `bin`: the project's own jest.js. */
export const jest = (bin: string): Runner => ({
  name: "jest",
  plan: ({ out, args, coverage }, only) => {
    const report = join(out, "jest.json");
    const measured = [
      "--coverage",
      "--coverageReporters=lcovonly",
      "--coverageReporters=text-summary",
      `--coverageDirectory=${join(out, "coverage")}`,
    ];
    const files = new Set(only.flatMap(({ file }) => file ?? []));
    return {
      command: "node",
      args: [
        bin,
        "--ci",
        "--json",
        `--outputFile=${report}`,
        "--testLocationInResults",
        ...(coverage ? measured : only.length > 0 ? ["--coverage=false"] : []),
        ...args,
        ...(files.size > 0 ? ["--runTestsByPath", ...files] : []),
      ],
      report,
      ...(coverage ? { coverage: join(out, "coverage/lcov.info") } : {}),
    };
  },
  read: resultsIn,
  none: /^No tests found, exiting with code/m,
  missing: () => undefined,
});
