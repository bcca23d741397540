import { setTimeout as after } from "node:timers/promises";
import { kitError } from "../errors/error.ts";
import { createGroups, type Groups } from "../exec/groups.ts";
import { createExec } from "../exec/spawn.ts";
import { createFiles } from "../files/files.ts";
import type { HttpDeps } from "../http/request.ts";
import type { Env } from "../inputs/read.ts";
import { createLog } from "../log/log.ts";
import { createMasker } from "../mask/masker.ts";
import { createSummary } from "../summary/summary.ts";
import { createTools } from "../tools/tools.ts";
import type { Deps } from "./deps.ts";
import { type Machine, runnerFrom } from "./runner.ts";
import { createState } from "./state.ts";

/** The process an action runs in, as values. */
export interface Host {
  readonly env: Env;
  readonly machine: Machine;
  readonly write: (text: string) => void;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  readonly random: () => number;
}

/** Tokens the runner puts into the environment of every action. It hides them itself; files and summaries are ours. */
const runnerTokens = ["GITHUB_TOKEN", "GH_TOKEN", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"];

const withoutInputs = (env: Env): Env =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|STATE)_/.test(name)));

async function sleepUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await after(milliseconds, undefined, { signal });
  } catch {
    throw kitError("cancelled", "stopped while waiting");
  }
}

/** The real things, all of them: what `runAction` hands to the story, and what a command line can use as well. */
export function createDeps(host: Host, signal: AbortSignal): { readonly deps: Deps; readonly groups: Groups } {
  const runner = runnerFrom(host.env, host.machine);
  const masker = createMasker();
  for (const name of runnerTokens) masker.add(host.env[name] ?? "");
  const log = createLog({ write: host.write, masker });
  const groups = createGroups();
  const env = withoutInputs(host.env);
  const exec = createExec({ env, cwd: runner.workspace, log, groups, signal });
  const files = createFiles(masker, runner.temp);
  const http: HttpDeps = {
    fetch: host.fetch,
    now: host.now,
    sleep: (milliseconds) => sleepUntil(milliseconds, signal),
    random: host.random,
    log,
    signal,
  };
  const deps: Deps = {
    ...http,
    exec,
    env,
    files,
    summary: createSummary(masker),
    tools: createTools({ exec, files, http, runner }),
    masker,
    runner,
    state: createState(runner.files.state, host.env),
  };
  return { deps, groups };
}
