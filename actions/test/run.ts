import { relative } from "node:path";
import { ActionError, type Deps, type Ended, endedInWords, kitError, type Ran } from "../../src/action/index.ts";
import { coverageOf, type Measured } from "./coverage/of-run.ts";
import type { Case } from "./results/case.ts";
import { mostBytes, ReportError } from "./results/error.ts";
import { excerpt } from "./results/excerpt.ts";
import { newIn, written } from "./results/find.ts";
import type { Results } from "./results/results.ts";
import { readAnyJunit } from "./runners/command.ts";
import type { Invocation, Runner } from "./runners/runner.ts";
import { decodeXml } from "./xml/decode.ts";

export interface RunSetting {
  readonly folder: string;
  readonly args: readonly string[];
  readonly coverage: boolean;
  /** patterns of files that the tests write themselves */
  readonly reports: readonly string[];
  readonly coverageFiles: readonly string[];
  /** what the tests do not get of the environment */
  readonly without: Readonly<Record<string, undefined>>;
}

/** One run of the runner, read. */
export interface RunResult extends Measured {
  readonly ended: Ended;
  readonly output: string;
  readonly took: number;
  /** undefined: it left no report */
  readonly results: Results | undefined;
}

const textOf = (ran: Ran) => `${ran.stdout}\n${ran.stderr}`;

/** A report that broke off because the run did is no mistake of anybody who wrote it. */
async function readAll(
  paths: readonly string[],
  read: (text: string) => Results,
  ended: Ended,
  { files, runner }: Deps,
): Promise<Results | undefined> {
  const all: Results[] = [];
  let room = mostBytes;
  for (const path of paths) {
    try {
      const bytes = await files.readBytes(path, room);
      room -= bytes.length;
      all.push(read(decodeXml(bytes)));
    } catch (thrown) {
      if (ended.how !== "exit" && (thrown instanceof ReportError || thrown instanceof ActionError)) continue;
      if (!(thrown instanceof ReportError)) throw thrown;
      const shown = relative(runner.workspace, path);
      throw new ActionError("bad-report", `${shown} cannot be read: ${thrown.message}`, { cause: thrown });
    }
  }
  if (all.length === 0) return undefined;
  const unnamed = all.flatMap((one) => one.unnamed ?? []);
  return {
    cases: all.flatMap(({ cases }) => cases),
    troubles: all.flatMap(({ troubles }) => troubles),
    ...(unnamed[0] === undefined
      ? {}
      : {
          unnamed: unnamed.reduce((sum, one) => ({
            total: sum.total + one.total,
            passed: sum.passed + one.passed,
            failed: sum.failed + one.failed,
            skipped: sum.skipped + one.skipped,
            flaky: 0,
          })),
        }),
  };
}

/** Says when what runs the tests is not there at all. */
function begun(runner: Runner, ran: Ran): void {
  const { ended, command } = ran;
  if (ended.how === "cancelled") throw kitError("cancelled", endedInWords(ran));
  if (ended.how === "not-started")
    throw new ActionError("no-runner", `${command} could not be started`, { came: endedInWords(ran) });
  const missing = ended.how === "exit" && ended.code !== 0 ? runner.missing(textOf(ran)) : undefined;
  if (missing !== undefined)
    throw new ActionError("no-runner", `${missing}: it is not installed`, { came: excerpt(textOf(ran)) });
}

export async function runTests(
  runner: Runner,
  setting: RunSetting,
  only: readonly Case[],
  timeout: number,
  deps: Deps,
): Promise<RunResult> {
  const { exec, files, log } = deps;
  const { folder, args, reports, coverageFiles, without } = setting;
  const again = only.length > 0;
  const out = await files.temporaryFolder("tests");
  const plan = runner.plan({ folder, out, args, coverage: setting.coverage && !again }, only);
  const options = { cwd: folder, env: { ...without, ...plan.env }, show: "all" as const };
  const before = {
    reports: await written(reports, folder, files),
    coverage: await written(coverageFiles, folder, files),
  };
  const ran = await log.group(again ? "Run failed tests again" : "Run the tests", () =>
    exec(plan.command, plan.args, { ...options, timeout }),
  );
  begun(runner, ran);
  if (plan.after !== undefined && ran.ended.how === "exit") await after(runner, plan.after, options, deps);
  const own = plan.report !== undefined && reports.length === 0;
  const found = own ? [plan.report].filter(files.exists) : newIn(await written(reports, folder, files), before.reports);
  const measured = await coverageOf(plan, setting, { before: before.coverage, ended: ran.ended }, deps);
  return {
    ended: ran.ended,
    output: textOf(ran),
    took: ran.took,
    results:
      found.length === 0 && runner.none?.test(textOf(ran))
        ? { cases: [], troubles: [] }
        : await readAll(found, own ? runner.read : readAnyJunit, ran.ended, deps),
    ...measured,
  };
}

type Options = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly show: "all";
};

async function after(runner: Runner, { command, args }: Invocation, options: Options, { exec }: Deps): Promise<void> {
  begun(runner, await exec(command, args, { ...options, timeout: 120_000 }));
}
