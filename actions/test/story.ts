import { join, relative } from "node:path";
import {
  type ActionDeps,
  ActionError,
  type Deps,
  type Ending,
  findings,
  type InputsOf,
  kitError,
  ok,
  toolError,
} from "../../src/action/index.ts";
import { type CoverageResult, judgeCoverage } from "./coverage/judge.ts";
import { readCoverage } from "./coverage/read.ts";
import { type InstallSetting, installNpm, installPip } from "./install/install.ts";
import { jsonReport } from "./report/json.ts";
import { summary } from "./report/summary.ts";
import { tell } from "./report/tell.ts";
import type { Result } from "./result.ts";
import { type Case, isFailure } from "./results/case.ts";
import { countOf } from "./results/count.ts";
import { excerpt } from "./results/excerpt.ts";
import { afterRerun } from "./results/merge.ts";
import { placeOf } from "./results/place.ts";
import { type RunResult, type RunSetting, runTests } from "./run.ts";
import { chooseRunner } from "./runners/choose.ts";
import type { Runner } from "./runners/runner.ts";
import type { spec } from "./spec.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

type Inputs = InputsOf<typeof spec>;

/** Tests are code of anybody who opens a pull request: they get no way to speak to the runner, and none of its tokens. */
const without: Readonly<Record<string, undefined>> = {
  GITHUB_OUTPUT: undefined,
  GITHUB_STATE: undefined,
  GITHUB_ENV: undefined,
  GITHUB_PATH: undefined,
  GITHUB_STEP_SUMMARY: undefined,
  ACTIONS_RUNTIME_TOKEN: undefined,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined,
  ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
};

function checkInputs({ runner, command, reports, coverage, coverageFiles, minCoverage, ...more }: Inputs): void {
  const wrong = [
    ...(runner === "command" && command === undefined ? ["with `runner: command`, `command` is needed"] : []),
    ...(runner === "command" && reports === undefined ? ["with `runner: command`, `reports` is needed"] : []),
    ...(runner !== "command" && command !== undefined ? ["`command` only counts with `runner: command`"] : []),
    ...(runner === "command" && coverage ? ["with `runner: command`, set `coverage-files` instead of `coverage`"] : []),
    ...((minCoverage ?? more.minBranchCoverage ?? more.coverageBaseline) !== undefined &&
    !coverage &&
    coverageFiles === undefined
      ? ["bars for coverage need `coverage: true` or `coverage-files`"]
      : []),
  ];
  if (wrong.length > 0) throw kitError("bad-input", wrong.join("\n"));
}

/** Installs what was asked for; the Python to go on with. */
async function install(inputs: Inputs, deps: Deps): Promise<string> {
  const { folder, requirements, python, installScripts: scripts } = inputs;
  const setting: InstallSetting = { folder, scripts, requirements, python, without };
  const wanted = new Set(inputs.install);
  if (wanted.has("npm")) await installNpm(setting, deps);
  return wanted.has("pip") ? installPip(setting, deps) : python;
}

interface Reran {
  readonly cases: readonly Case[];
  readonly times: number;
  readonly took: number;
}

/** Failed tests again, until they pass, the tries or the time are used up. Where something else broke, nothing is tried. */
async function rerun(
  runner: Runner,
  first: RunResult,
  { reruns, rerunLimit, timeout }: Inputs,
  setting: RunSetting,
  deps: Deps,
): Promise<Reran> {
  let cases = first.results?.cases ?? [];
  let took = first.took;
  for (let times = 0; ; times += 1) {
    const failed = cases.filter(isFailure);
    const sound = first.ended.how === "exit" && (first.results?.troubles ?? []).every(({ kind }) => kind === "empty");
    const left = timeout - took;
    if (failed.length === 0 || failed.length > rerunLimit || !sound || times >= reruns || left <= 0)
      return { cases, times, took };
    const again = await runTests(runner, setting, failed, left, deps);
    took += again.took;
    cases = afterRerun(cases, again.results?.cases ?? []);
  }
}

async function judge(run: RunResult, inputs: Inputs, deps: Deps): Promise<CoverageResult | undefined> {
  const { coverage, coverageFiles, coverageBaseline: path } = inputs;
  if (!coverage && coverageFiles === undefined) return undefined;
  const there = path !== undefined && deps.files.exists(path);
  if (path !== undefined && !there) deps.log.info(`there is no baseline at ${relative(deps.runner.workspace, path)}`);
  const baseline = there ? await readCoverage(path, relative(deps.runner.workspace, path), deps.files) : undefined;
  return judgeCoverage(run.coverage ?? new Map(), baseline, {
    lines: inputs.minCoverage,
    branches: inputs.minBranchCoverage,
    drop: inputs.maxCoverageDrop,
  });
}

async function write(result: Result, run: RunResult, inputs: Inputs, deps: ActionDeps<typeof spec>): Promise<void> {
  const { files, outputs } = deps;
  const folder = inputs.reportFolder ?? (await files.temporaryFolder("report"));
  const report = join(folder, "tests.json");
  await files.write(report, jsonReport(result));
  const { coverage } = result;
  outputs.set({
    ...result.count,
    cause: result.verdict.cause,
    duration: result.took,
    report,
    ...(coverage?.lines === undefined ? {} : { coverage: coverage.lines }),
    ...(coverage?.branches === undefined ? {} : { branchCoverage: coverage.branches }),
    ...(coverage?.change === undefined ? {} : { coverageChange: coverage.change }),
    ...(run.coverageFile === undefined ? {} : { coverageFile: run.coverageFile }),
  });
}

function ending({ kind, cause, message }: Verdict, result: Result): Ending {
  if (kind === "ok") return ok(message);
  if (kind === "findings") return findings(message);
  // what breaks a run is one of this action's errors, by the same name
  return toolError(new ActionError(cause, message, result.excerpt === "" ? {} : { came: result.excerpt }));
}

export async function story(inputs: Inputs, deps: ActionDeps<typeof spec>): Promise<Ending> {
  checkInputs(inputs);
  const { folder } = inputs;
  const python = await install(inputs, deps);
  const runner = await chooseRunner({ runner: inputs.runner, command: inputs.command, folder, python }, deps);
  const setting: RunSetting = {
    folder,
    args: inputs.args ?? [],
    coverage: inputs.coverage && inputs.coverageFiles === undefined,
    reports: inputs.reports ?? [],
    coverageFiles: inputs.coverageFiles ?? [],
    without,
  };
  const first = await runTests(runner, setting, [], inputs.timeout, deps);
  const reported = first.results !== undefined;
  if (!reported && first.ended.how === "exit" && first.ended.code === 0 && setting.reports.length > 0)
    throw new ActionError("no-report", `the run left no report: ${setting.reports.join(", ")}`, {
      expected: "at least one file that this run wrote",
    });
  const reran = await rerun(runner, first, inputs, setting, deps);
  const coverage = await judge(first, inputs, deps);
  const named = countOf(reran.cases);
  const unnamed = first.results?.unnamed ?? countOf([]);
  const count = {
    total: named.total + unnamed.total,
    passed: named.passed + unnamed.passed,
    failed: named.failed + unnamed.failed,
    skipped: named.skipped + unnamed.skipped,
    flaky: named.flaky,
  };
  const troubles = first.results?.troubles ?? [];
  const verdict = verdictOf({
    runner: runner.name,
    ended: first.ended,
    output: first.output,
    reported,
    cases: reran.cases,
    count,
    troubles,
    hadFailures: (first.results?.cases ?? []).some(isFailure),
    missedBars: coverage?.missed ?? [],
    failOnFlaky: inputs.failOnFlaky,
  });
  const roots = { workspace: deps.runner.workspace, folder };
  const result: Result = {
    runner: runner.name,
    verdict,
    count,
    cases: reran.cases.map((one) => ({ ...one, at: placeOf(one, roots) })),
    troubles,
    coverage,
    took: reran.took,
    reruns: reran.times,
    excerpt: verdict.kind === "ok" ? "" : excerpt(first.output),
  };
  tell(result, deps.log);
  deps.summary.add(summary(result));
  await write(result, first, inputs, deps);
  return ending(verdict, result);
}
