import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type LineEffect, StepOutput } from "../commands/step-output.ts";
import type { FileCommands } from "./command-files.ts";
import { type Env, stepEnvironment } from "./environment.ts";
import type { ProcessRequest } from "./process.ts";
import { failed, type StepEnd } from "./step-end.ts";
import type { StepFiles } from "./step-files.ts";
import type { StepScope } from "./step-scope.ts";

export interface StepCommand {
  readonly step: string;
  readonly start: (files: StepFiles) => Pick<ProcessRequest, "command" | "args" | "script">;
  readonly cwd: string;
  /** the step's own variables, evaluated */
  readonly env: Env;
  /** GITHUB_ACTION and the like, INPUT_…, STATE_… */
  readonly extra: Env;
  readonly signal: AbortSignal;
}

export interface CommandEnd extends StepEnd {
  /** what the action kept for its own later phases */
  readonly state: Env;
}

const nothing: FileCommands = { outputs: {}, env: {}, state: {}, paths: [], summary: "", errors: [], warnings: [] };

/** All variables of a step's process. */
export function environmentFor({ run, inside }: StepScope, files: StepFiles, of: Pick<StepCommand, "env" | "extra">) {
  return stepEnvironment({
    machine: run.machine,
    workflow: run.workflowEnv,
    job: run.jobEnv,
    written: run.state.env,
    step: { ...inside?.env, ...of.env },
    paths: run.state.paths,
    runner: { ...run.runnerEnv, ...files.commands.env, ...of.extra },
  });
}

/** As the runner looks for a shell before it starts it. */
const isOnPath = (command: string, path = ""): boolean =>
  command.includes("/") || path.split(delimiter).some((folder) => existsSync(join(folder, command)));

/** Runs one process of a step, reads what it printed and what it wrote to its files. */
export async function runCommand(scope: StepScope, request: StepCommand): Promise<CommandEnd> {
  const { run } = scope;
  const { step } = request;
  const { leg, tell } = run;
  const files = run.state.files(run.temp);
  const started = request.start(files);
  const env = environmentFor(scope, files, request);
  const printed: {
    outputs: Record<string, string>;
    state: Record<string, string>;
    env: Record<string, string>;
    paths: string[];
  } = {
    outputs: {},
    state: {},
    env: {},
    paths: [],
  };
  const say = (text: string) => tell({ kind: "line", leg, step, text: run.masker.mask(text), look: "problem" });
  if (!isOnPath(started.command, env["PATH"])) {
    say(`${started.command}: command not found: install it, or let the step run in another shell`);
    return { ...failed(), state: {} };
  }
  const output = new StepOutput(run.masker, { allowUnsecure: env["ACTIONS_ALLOW_UNSECURE_COMMANDS"] === "true" });
  let problems = 0;
  const perform = (effect: LineEffect) => {
    switch (effect.kind) {
      case "text":
        return tell({ kind: "line", leg, step, text: effect.text });
      case "debug":
        return tell({ kind: "line", leg, step, text: effect.text, look: "debug" });
      case "group":
        return tell({ kind: "line", leg, step, text: effect.title, look: "group" });
      case "group-end":
        return tell({ kind: "line", leg, step, text: "", look: "group-end" });
      case "annotation":
        return tell({ kind: "annotation", leg, step, annotation: effect.annotation });
      case "output":
        printed.outputs[effect.name] = effect.value;
        return;
      case "state":
        printed.state[effect.name] = effect.value;
        return;
      case "env":
        printed.env[effect.name] = effect.value;
        return;
      case "path":
        printed.paths.unshift(effect.folder);
        return;
      case "matcher":
        // a workflow that registers one itself was refused before the run began; an action shows it only now
        return tell({
          kind: "note",
          about: "problem matcher",
          text: `${run.name}, ${step}: ${effect.file} is registered, and a rehearsal marks nothing by it`,
          at: run.now(),
        });
      case "problem":
        problems += 1;
        return tell({ kind: "line", leg, step, text: effect.message, look: "problem" });
    }
  };
  const end = await run.processes.run({
    ...started,
    cwd: request.cwd,
    env,
    signal: request.signal,
    groups: run.groups,
    ...(scope.foresee ? { following: scope.foresee } : {}),
    onLine: (line) => {
      for (const effect of output.read(line)) perform(effect);
    },
  });
  const { isUntouched } = files.commands;
  const commands = isUntouched ? nothing : files.commands.read();
  // one that runs on may yet say something
  if (end.leftBehind || !isUntouched) run.state.dropFiles();
  for (const text of [...commands.warnings, ...commands.errors]) say(text);
  if (end.problem) say(`${started.command} could not be started: ${end.problem}`);
  else if (end.exitCode !== 0 && !end.cancelled) say(`Process completed with exit code ${end.exitCode}.`);
  run.state.take({ env: { ...printed.env, ...commands.env }, paths: [...commands.paths, ...printed.paths] });
  const broken = end.exitCode !== 0 || commands.errors.length > 0 || problems > 0;
  return {
    outcome: end.cancelled ? "cancelled" : broken ? "failure" : "success",
    outputs: { ...printed.outputs, ...commands.outputs },
    state: { ...printed.state, ...commands.state },
    summary: run.masker.mask(commands.summary),
  };
}
