import { type Chain, chainLine } from "../../emit/graph/chain.ts";
import { grantOf } from "../../read/index.ts";
import { notStarted, type Occasion, occasionsOf } from "../../simulate/event/occasion.ts";
import { table } from "../../simulate/report/table.ts";
import { wrap } from "../../simulate/report/wrap.ts";
import { restricted } from "../../simulate/rights/token.ts";
import { type Simulation, simulate } from "../../simulate/simulate.ts";
import { formOf } from "../../simulate/table/contexts.ts";
import type { Subject } from "../../simulate/table/subject.ts";
import { readIn, workflowFiles } from "../check/files.ts";
import { readConfig } from "../config.ts";
import { type Command, type ExitCode, type Io, UsageError } from "../io.ts";
import { repositoryAt } from "../rehearse/repository.ts";
import { asJson } from "./json.ts";
import { optionsOf, type SimulateOptions, usage } from "./options.ts";
import { overview } from "./overview.ts";
import { subjectOf } from "./read.ts";
import { wrongOutputs } from "./said.ts";
import { chainOf, timeWords } from "./time.ts";

/** One workflow file, and every occasion that was asked about. */
export interface Simulated {
  readonly file: string;
  readonly name: string;
  /** what GitHub refuses: then nothing of it ever runs */
  readonly refused: readonly string[];
  readonly runs: readonly (Simulation & { readonly chain: Chain })[];
  readonly not: readonly { readonly occasion: Occasion; readonly why: string }[];
}

const permissive = grantOf({ at: { start: 0, end: 0 }, key: undefined, all: "write", scopes: [] });

export const simulateCommand: Command = async (args, io) => {
  const options = optionsOf(args);
  if (options === undefined) {
    io.out(usage);
    return 0;
  }
  const files = workflowFiles(io.cwd, options.files);
  if (files.length === 0) {
    io.err("tidegate simulate: there are no workflows in .github/workflows");
    return 2;
  }
  const config = options.config ? await readConfig(io.cwd) : undefined;
  const repository = await repositoryAt(io.cwd);
  const where: Where = {
    name: config?.repository ?? repository?.name ?? "local/repository",
    folder: io.cwd,
    branch: options.branch ?? config?.branch ?? repository?.defaultBranch ?? "main",
  };
  const read = readIn(io.cwd);
  const all = files.map((file) => simulated(file, read(file) ?? "", where, options));
  known(all, options);
  knownOutputs(all, options);
  io.out(
    options.json
      ? asJson(all)
      : options.files.length === 0
        ? overview(all)
        : all.map((one) => detail(one, options)).join("\n\n"),
  );
  return judged(all, config?.check?.longestChain, io);
};

interface Where {
  readonly name: string;
  readonly folder: string;
  readonly branch: string;
}

function simulated(file: string, text: string, where: Where, options: SimulateOptions): Simulated {
  const policy = options.defaultToken === "permissive" ? { ...permissive, "id-token": "none" as const } : restricted;
  const own = { repository: where.name, ref: where.branch, folder: where.folder };
  const subject = subjectOf(file, text, { own, maps: options.maps, policy });
  if ("refused" in subject) return { file, name: file, refused: subject.refused, runs: [], not: [] };
  const occasions = occasionsOf(subject.workflow, { repository: where.name, defaultBranch: where.branch }).filter(
    ({ id, event }) => options.events.length === 0 || options.events.includes(id) || options.events.includes(event),
  );
  checkForm(subject, file, occasions, options);
  const assumptions = { policy, vars: options.vars, inputs: options.inputs, outputs: options.outputs };
  const started = occasions.map((occasion) => ({ occasion, why: notStarted(subject.workflow, occasion) }));
  return {
    file,
    name: subject.plan.name,
    refused: [],
    runs: started.flatMap(({ occasion, why }) =>
      why === undefined ? [withChain(subject, simulate(subject, occasion, assumptions))] : [],
    ),
    not: started.flatMap(({ occasion, why }) => (why === undefined ? [] : [{ occasion, why }])),
  };
}

/** An input that no form has, or that its type forbids, would otherwise change nothing and say nothing. */
function checkForm({ workflow }: Subject, file: string, asked: readonly Occasion[], { inputs }: SimulateOptions): void {
  const sent = asked.some(({ event }) =>
    workflow.on.some((one) => one.event.value === event && event === "workflow_dispatch"),
  );
  const form = sent && Object.keys(inputs).length > 0 ? formOf(workflow, inputs) : { inputs };
  if ("problems" in form) throw new UsageError(form.problems.map((problem) => `${file}: ${problem}`).join("\n"));
}

const withChain = ({ plan }: Subject, simulation: Simulation) => ({
  ...simulation,
  chain: chainOf(plan, simulation.rows),
});

/** Asked of all files together: one of them has the job. Where no run was played, nobody knows. */
function knownOutputs(all: readonly Simulated[], { outputs }: SimulateOptions): void {
  const rows = all.flatMap(({ runs }) => runs.flatMap((run) => run.rows));
  const wrong = rows.length === 0 ? [] : wrongOutputs(Object.keys(outputs), rows);
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
}

/** A misspelt event would look like one that starts nothing. */
function known(all: readonly Simulated[], { events }: SimulateOptions): void {
  const names = new Set(
    all.flatMap(({ runs, not }) => [...runs, ...not].flatMap(({ occasion: { id, event } }) => [id, event])),
  );
  const wrong = all.some(({ refused }) => refused.length > 0) ? [] : events.filter((event) => !names.has(event));
  if (wrong.length > 0) throw new UsageError(`there is no event ${wrong.join(", ")}\n\n${usage}`);
}

const refusal = ({ file, refused }: Simulated) =>
  [`${file}: GitHub refuses it, so no job of it ever starts`, ...refused.map((line) => `  ${line}`)].join("\n");

function detail(one: Simulated, { steps }: SimulateOptions): string {
  if (one.refused.length > 0) return refusal(one);
  const runs = one.runs.map((run) => table(run, { steps, time: timeWords(run.chain) }));
  const not = one.not.map(({ occasion }) => occasion.title);
  return [
    `${one.file} · ${one.name}`,
    ...(not.length === 0 ? [] : [wrap("", `not started by ${not.join(", ")}`, 4)]),
    ...runs,
  ].join("\n\n");
}

/** Findings: what GitHub refuses, and more jobs in a row than the configuration allows. */
function judged(all: readonly Simulated[], most: number | undefined, io: Io): ExitCode {
  const tooLong = all.flatMap(({ file, runs }) =>
    runs
      .filter(({ chain }) => chain.jobs.length > (most ?? Number.POSITIVE_INFINITY))
      .map(({ chain }) => ({ file, chain })),
  );
  for (const { file, chain } of tooLong) io.err(`${file}: ${chainLine(chain)}; tidegate.config.ts allows ${most}`);
  return tooLong.length > 0 || all.some(({ refused }) => refused.length > 0) ? 1 : 0;
}
