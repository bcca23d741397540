import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ActionStep } from "../../../simulate/plan/plan.ts";
import type { ActionFolder, NodeAction } from "../actions/manifest.ts";
import { runCommand } from "./command.ts";
import type { Env } from "./environment.ts";
import { inputsOf, inputVariables } from "./inputs.ts";
import { failed, type StepEnd } from "./step-end.ts";
import { idOf, type StepScope } from "./step-scope.ts";

const stateVariables = (state: Env): Env =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));

const postLimit = 5 * 60_000;

/** A JavaScript action as one step uses it: its phases share inputs and state. */
interface Use {
  readonly scope: StepScope;
  readonly step: ActionStep;
  readonly action: ActionFolder;
  readonly runs: NodeAction;
}

async function phase({ scope, step, action }: Use, file: string, env: Env, signal: AbortSignal): Promise<StepEnd> {
  const { run } = scope;
  const id = idOf(scope, step);
  const path = join(action.folder, file);
  if (!existsSync(path)) {
    const text = `File not found: ${path}: ${action.manifest.name} names ${file}, and what it is built from is not enough`;
    run.tell({ kind: "line", leg: run.leg, step: id, text, look: "problem" });
    return failed();
  }
  run.state.begin(step.id);
  const inputs = inputsOf(scope, step, action, env);
  const end = await runCommand(scope, {
    step: id,
    start: () => ({ command: run.node, args: [path] }),
    cwd: run.workspace,
    env,
    extra: {
      ...inputVariables(inputs),
      ...stateVariables(run.state.kept(id)),
      GITHUB_ACTION: step.id,
      GITHUB_ACTION_PATH: action.folder,
      GITHUB_ACTION_REPOSITORY: action.repository,
      GITHUB_ACTION_REF: action.ref,
    },
    signal,
  });
  run.state.keep(id, end.state);
  const { environment } = inputs;
  return environment ? { ...end, environment: run.masker.mask(environment) } : end;
}

/** The post phase runs after a cancellation as well: only its own time limit ends it. */
function registerPost(use: Use, env: Env): void {
  const { scope, step, action, runs } = use;
  const { post } = runs;
  if (post === undefined) return;
  scope.run.state.register({
    id: idOf(scope, step),
    name: `Post ${action.manifest.name}`,
    if: runs.postIf ?? "always()",
    scope,
    run: () => phase(use, post, env, AbortSignal.timeout(postLimit)),
  });
}

export async function runNode(use: Use, env: Env, signal: AbortSignal): Promise<StepEnd> {
  registerPost(use, env);
  return phase(use, use.runs.main, env, signal);
}

/** Runs before all main phases of the job, whatever the step's own `if` says. */
export async function runPre(use: Use, file: string, env: Env): Promise<StepEnd> {
  registerPost(use, env);
  return phase(use, file, env, use.scope.signal);
}
