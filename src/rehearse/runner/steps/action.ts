import { join } from "node:path";
import type { ActionFolder, CompositeAction, NodeAction, StandIn } from "../actions/manifest.ts";
import { StepResults } from "../jobs/job-state.ts";
import type { ActionStep } from "../plan/plan.ts";
import { runCommand } from "./command.ts";
import type { Env } from "./environment.ts";
import { runStep } from "./step.ts";
import { failed, type Post, type StepEnd } from "./step-end.ts";
import { mapOf, placeOf, type StepScope, textOf } from "./step-scope.ts";

/** Names are compared without case; what the step leaves out takes the action's default, an empty text does not. */
function inputsOf(scope: StepScope, step: ActionStep, action: ActionFolder, env: Env): Env {
  const place = placeOf(scope, env);
  const given = new Map(Object.entries(mapOf(step.with, place)).map(([name, value]) => [name.toLowerCase(), value]));
  const known = Object.entries(action.manifest.inputs).map(([name, { default: fallback }]) => [
    name,
    given.get(name.toLowerCase()) ?? (fallback === undefined ? "" : textOf(fallback, place)),
  ]);
  for (const name of given.keys())
    if (!known.some(([declared]) => declared?.toLowerCase() === name))
      scope.run.tell({
        kind: "line",
        leg: scope.run.leg,
        step: step.id,
        text: `Unexpected input '${name}', ${action.manifest.name} takes ${known.map(([declared]) => declared).join(", ") || "none"}`,
        look: "problem",
      });
  return { ...Object.fromEntries(given), ...Object.fromEntries(known) };
}

/** `fail-on` → `INPUT_FAIL-ON`: spaces become underscores, hyphens stay. */
const inputVariables = (inputs: Env): Env =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value]),
  );

const stateVariables = (state: Env): Env =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));

async function runNode(
  scope: StepScope,
  step: ActionStep,
  action: ActionFolder,
  runs: NodeAction,
  env: Env,
  signal: AbortSignal,
): Promise<StepEnd> {
  const { run } = scope;
  const extra = {
    ...inputVariables(inputsOf(scope, step, action, env)),
    GITHUB_ACTION: step.id,
    GITHUB_ACTION_PATH: action.folder,
    GITHUB_ACTION_REPOSITORY: action.repository,
    GITHUB_ACTION_REF: action.ref,
  };
  const phase = (file: string, state: Env, until: AbortSignal) =>
    runCommand(scope, {
      step: step.id,
      command: run.node,
      args: [join(action.folder, file)],
      cwd: run.workspace,
      env,
      extra: { ...extra, ...stateVariables(state) },
      signal: until,
    });
  const main = await phase(runs.main, {}, signal);
  const { post: file } = runs;
  if (file === undefined) return main;
  // the post phase runs after a cancellation as well: only its own time limit ends it
  const post: Post = {
    name: `Post ${action.manifest.name}`,
    if: runs.postIf ?? "always()",
    run: () => phase(file, main.state, AbortSignal.timeout(5 * 60_000)),
  };
  return { ...main, post };
}

async function runComposite(
  scope: StepScope,
  step: ActionStep,
  action: ActionFolder,
  runs: CompositeAction,
  env: Env,
): Promise<StepEnd> {
  const inner: StepScope = {
    run: scope.run,
    results: new StepResults(),
    inside: {
      inputs: inputsOf(scope, step, action, env),
      actionPath: action.folder,
      env: { ...scope.inside?.env, ...env },
    },
  };
  const posts: Post[] = [];
  const summaries: string[] = [];
  for (const innerStep of runs.steps) {
    const { post, summary } = await runStep(inner, { ...innerStep, id: innerStep.id });
    if (post) posts.unshift(post);
    if (summary) summaries.push(summary);
  }
  const outcome = scope.run.signal.aborted ? "cancelled" : inner.results.failed ? "failure" : "success";
  const end: StepEnd = {
    outcome,
    outputs: mapOf(action.manifest.outputs, placeOf(inner)),
    summary: summaries.join("\n"),
  };
  if (posts.length === 0) return end;
  const runPosts = async () => {
    let worst: StepEnd = { outcome: "success", outputs: {}, summary: "" };
    for (const post of posts) {
      const ended = await post.run();
      if (ended.outcome !== "success") worst = ended;
    }
    return worst;
  };
  return { ...end, post: { name: `Post ${action.manifest.name}`, if: "always()", run: runPosts } };
}

async function runStandIn(
  scope: StepScope,
  step: ActionStep,
  action: StandIn,
  env: Env,
  signal: AbortSignal,
): Promise<StepEnd> {
  const { run } = scope;
  const log = (line: string) => run.tell({ kind: "line", leg: run.leg, step: step.id, text: run.masker.mask(line) });
  log(`stand-in: ${action.instead}`);
  const end = await action.run({
    inputs: mapOf(step.with, placeOf(scope, env)),
    workspace: run.workspace,
    env: { ...run.machine, ...run.state.env, ...env },
    log,
    signal,
  });
  run.state.take({ env: end.env ?? {}, paths: end.paths ?? [] });
  return { outcome: end.ok ? "success" : signal.aborted ? "cancelled" : "failure", outputs: end.outputs, summary: "" };
}

export async function runAction(scope: StepScope, step: ActionStep, env: Env, signal: AbortSignal): Promise<StepEnd> {
  const { run, inside } = scope;
  const action = await run.findAction(step.uses, {
    workspace: run.workspace,
    ...(inside ? { ownFolder: inside.actionPath } : {}),
  });
  if (typeof action === "string") {
    run.tell({ kind: "line", leg: run.leg, step: step.id, text: action, look: "problem" });
    return failed();
  }
  if (action.kind === "stand-in") return runStandIn(scope, step, action, env, signal);
  const { runs } = action.manifest;
  return runs.kind === "node"
    ? runNode(scope, step, action, runs, env, signal)
    : runComposite(scope, step, action, runs, env);
}
