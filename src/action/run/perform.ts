import type { ActionSpec } from "../../spec/action.ts";
import { defaultText } from "../../spec/default.ts";
import { camel, type InputsOf } from "../../spec/values.ts";
import { asActionError, kitError } from "../errors/error.ts";
import { badInputsMessage, type Env, inputText, type ReadInputs, readInputs } from "../inputs/read.ts";
import { toMask } from "../mask/secrets.ts";
import { createOutputs } from "../outputs/outputs.ts";
import { writeSummary } from "../summary/summary.ts";
import type { ActionDeps, Deps } from "./deps.ts";
import { type Ending, toolError } from "./ending.ts";
import { placesOn } from "./places.ts";
import { reportEnding } from "./report.ts";
import type { Chapter } from "./story.ts";

/** The name under which main tells post that it ran (read back as STATE_tidegate_phase). */
export const phaseState = "tidegate_phase";

async function maskSecrets(spec: ActionSpec, env: Env, { log }: Deps): Promise<void> {
  for (const [name, input] of Object.entries(spec.inputs)) {
    if (input.type !== "secret") continue;
    const text = inputText(env, name);
    if (text === "") continue;
    const { hide, warnings } = await toMask(name, text, input.structure);
    for (const secret of hide) log.mask(secret);
    for (const warning of warnings) log.warning(warning);
  }
}

const warnDeprecated = (spec: ActionSpec, env: Env, { log, runner }: Deps): void => {
  // on GitHub the runner does it, from `deprecationMessage`
  if (runner.onGitHub) return;
  for (const [name, input] of Object.entries(spec.inputs))
    if (input.deprecated !== undefined && !["", defaultText(input)].includes(inputText(env, name)))
      log.warning(`input ${name} is deprecated: ${input.deprecated}`);
};

/** With no bad input, each one is there in the type its declaration says: readInputs read every one of them so. */
const allRead = <S extends ActionSpec>(spec: S, inputs: ReadInputs): inputs is ReadInputs & { values: InputsOf<S> } =>
  inputs.bad.length === 0 &&
  Object.entries(spec.inputs).every(([name, { required }]) => !required || camel(name) in inputs.values);

async function tell<S extends ActionSpec>(
  spec: S,
  chapter: Chapter<S>,
  env: Env,
  deps: ActionDeps<S>,
): Promise<Ending> {
  try {
    await maskSecrets(spec, env, deps);
    warnDeprecated(spec, env, deps);
    const inputs = readInputs(spec, env, placesOn(deps.runner.workspace));
    if (!allRead(spec, inputs)) return toolError(kitError("bad-input", badInputsMessage(inputs.bad)));
    return await chapter(inputs.values, deps);
  } catch (thrown) {
    const error = asActionError(thrown);
    // whatever broke because everything was being ended is not the story
    if (deps.signal.aborted && error.code !== "cancelled")
      return toolError(kitError("cancelled", "the run was cancelled", { cause: thrown }));
    return toolError(error);
  }
}

/**
 * The kit writes the outputs `verdict` and `error` (what broke, by its code) of those that declare them, so that they are
 * there however the action ends.
 */
function writeEnding(spec: ActionSpec, deps: Deps, ending: Ending): void {
  const { verdict, error } = spec.outputs;
  // post runs after every step that could read it
  if (deps.state.get(phaseState) === "main") return;
  if (verdict?.type === "choice" && verdict.options.includes(ending.verdict))
    createOutputs({ ...spec, outputs: { verdict } }, outputsHost(deps)).set({ verdict: ending.verdict });
  if (error?.type === "string" && ending.verdict === "tool-error")
    createOutputs({ ...spec, outputs: { error } }, outputsHost(deps)).set({ error: ending.error.code });
}

const outputsHost = ({ runner, masker, log }: Deps) => ({ file: runner.files.output, masker, log });

/** One part of an action from beginning to end: masks, reads, runs, reports, writes. Never throws. */
export async function perform<S extends ActionSpec>(
  spec: S,
  chapter: Chapter<S>,
  env: Env,
  deps: Deps,
): Promise<Ending> {
  const actionDeps = { ...deps, outputs: createOutputs<S>(spec, outputsHost(deps)) };
  let ending = await tell(spec, chapter, env, actionDeps);
  try {
    writeEnding(spec, deps, ending);
  } catch (thrown) {
    ending = toolError(asActionError(thrown));
  }
  reportEnding(spec, deps, ending);
  try {
    writeSummary(deps.summary, deps.runner.files.summary);
  } catch (thrown) {
    deps.log.warning(`the summary could not be written: ${asActionError(thrown).message}`);
  }
  return ending;
}
