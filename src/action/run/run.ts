import http from "node:http";
import type { ActionSpec } from "../../spec/action.ts";
import { kitError } from "../errors/error.ts";
import type { Groups } from "../exec/groups.ts";
import { writeSummary } from "../summary/summary.ts";
import type { Deps } from "./deps.ts";
import { exitCode, ok, toolError } from "./ending.ts";
import { createDeps, type Host } from "./host.ts";
import { perform, phaseState } from "./perform.ts";
import { reportEnding } from "./report.ts";
import type { Chapter, Story } from "./story.ts";

/** The runner sends SIGTERM 7.5 s after SIGINT and kills 2.5 s later: by then we are gone (runner, ProcessInvoker.cs). */
const patience = 6000;

const processHost = (): Host => ({
  env: process.env,
  machine: { cwd: process.cwd(), arch: process.arch, platform: process.platform },
  write: (text) => process.stdout.write(text),
  fetch: globalThis.fetch,
  now: () => new Date(),
  random: Math.random,
});

/** A runner behind a proxy says so by HTTPS_PROXY; Node's fetch has to be told to look. */
function useProxy(env: Host["env"]): void {
  if (["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].some((name) => env[name]))
    http.setGlobalProxyFromEnv();
}

/** First signal: tell the story, end the children; it may say what is left undone. Then leave, in time in any case. */
function onSignals(abort: AbortController, giveUp: () => never): void {
  const stop = () => {
    if (abort.signal.aborted) return;
    abort.abort();
    setTimeout(giveUp, patience);
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function chapterOf<S extends ActionSpec>(story: Story<S>, isPost: boolean): Chapter<S> {
  const parts: { main: Chapter<S>; post: Chapter<S> } | Chapter<S> = story;
  if (typeof parts === "function") return isPost ? async () => ok() : parts;
  return isPost ? parts.post : parts.main;
}

function leave(spec: ActionSpec, deps: Deps, groups: Groups): never {
  groups.signalAll("SIGKILL");
  reportEnding(
    spec,
    deps,
    toolError(kitError("cancelled", "the run was cancelled, and the action did not end in time")),
  );
  writeSummary(deps.summary, deps.runner.files.summary);
  process.exit(130);
}

/**
 * Runs an action and ends the process: the only thing `main.ts` does.
 *
 * ```ts
 * await runAction(spec, async (inputs, { outputs }) => {
 *   outputs.set({ greeting: `Hello ${inputs.who}` });
 *   return ok("greeted");
 * });
 * ```
 */
export async function runAction<const S extends ActionSpec>(spec: S, story: Story<S>): Promise<never> {
  const host = processHost();
  useProxy(host.env);
  const abort = new AbortController();
  const { deps, groups } = createDeps(host, abort.signal);
  onSignals(abort, () => leave(spec, deps, groups));
  const isPost = deps.state.get(phaseState) === "main";
  if (!isPost && spec.runs.post) deps.state.save(phaseState, "main");
  const ending = await perform(spec, chapterOf<S>(story, isPost), host.env, deps);
  groups.signalAll("SIGKILL");
  process.exit(abort.signal.aborted ? 130 : exitCode(ending));
}
