import type { StepModel } from "../workflow/step.ts";
import { type Pins, usesEntry } from "./callees.ts";
import { type Problem, problem } from "./problem.ts";
import { type Lifted, lift } from "./script/lift.ts";
import { condition, fixed, text, untyped, variables } from "./text.ts";
import { type Entry, entry, flow, type Item, mapping, plain, type Sequence } from "./tree.ts";

/** What a step's YAML depends on beside the step itself. */
export interface StepSurroundings {
  /** `sh` without a `shell` key: does something above say, or is it known, that a shell runs it? */
  readonly shellByDefault: boolean;
  readonly pins: Pins;
  /** the code of each step that has any, as it stands in the YAML */
  readonly scripts: Scripts;
}
export type Scripts = ReadonlyMap<StepModel, Lifted>;

/** Each script of a job, its expressions lifted. */
export const scriptsOf = (steps: readonly StepModel[]): Scripts =>
  new Map(
    flat(steps).flatMap((step) => (step.what.kind === "run" ? [[step, lift(step.what, step.env)] as const] : [])),
  );

const shells = { sh: undefined, bash: "bash", pwsh: "pwsh", python: "python" } as const;

function shellOf(step: StepModel, around: StepSurroundings): string | undefined {
  if (step.what.kind !== "run") return undefined;
  if (step.shell !== undefined) return step.shell;
  return shells[step.what.language] ?? (around.shellByDefault ? undefined : "bash");
}

/** The keys that say what the step does. */
function doing(step: StepModel, around: StepSurroundings): readonly (Entry | undefined)[] {
  const { what } = step;
  switch (what.kind) {
    case "uses":
      return [
        usesEntry(what.uses, what.pin, around.pins),
        entry("with", variables(what.inputs, "step-with")),
        entry("env", variables(step.env, "step-env")),
      ];
    case "run": {
      const { run, env } = around.scripts.get(step) ?? lift(what, step.env);
      return [
        entry("shell", fixed(shellOf(step, around))),
        entry("working-directory", text(step.workingDirectory, "string-steps-context")),
        entry("env", variables({ ...step.env, ...env }, "step-env")),
        entry("run", { kind: "text", value: run, block: true }),
      ];
    }
    case "wait":
      return [entry("wait", what.targets.length === 1 ? plain(what.targets[0] ?? "") : flow(what.targets))];
    case "wait-all":
      return [entry("wait-all", plain(null))];
    case "cancel":
      return [entry("cancel", plain(what.target))];
    case "parallel":
      return [entry("parallel", stepsTree(what.steps, around))];
  }
}

export function stepTree(step: StepModel, around: StepSurroundings): Item {
  const value = mapping([
    entry("name", text(step.name, "step-name")),
    entry("if", condition(step.if, "step-if")),
    entry("background", step.background ? plain(true) : undefined),
    entry("continue-on-error", text(step.continueOnError, "step-continue-on-error")),
    entry("timeout-minutes", text(step.timeoutMinutes, "step-timeout-minutes")),
    ...doing(step, around),
    ...untyped(step.untyped),
  ]);
  return { value, comment: step.comment, place: step.place };
}

export const stepsTree = (steps: readonly StepModel[], around: StepSurroundings): Sequence => ({
  kind: "sequence",
  items: steps.map((step) => stepTree(step, around)),
});

/** The same steps with an id where something refers to it: an id that nobody reads is noise. */
export function withIds(tree: Sequence, steps: readonly StepModel[], read: ReadonlySet<string>): Sequence {
  const items = tree.items.map((item, i) => {
    const step = steps[i];
    if (!step || item.value.kind !== "mapping") return item;
    const { what } = step;
    const written = step.named || read.has(step.id);
    if (!written && what.kind !== "parallel") return item;
    const entries = item.value.entries.map((e) =>
      what.kind === "parallel" && e.key === "parallel" && e.value.kind === "sequence"
        ? { ...e, value: withIds(e.value, what.steps, read) }
        : e,
    );
    if (!written) return { ...item, value: mapping(entries) };
    const behindName = entries[0]?.key === "name" ? 1 : 0;
    return { ...item, value: mapping(entries.toSpliced(behindName, 0, { key: "id", value: plain(step.id) })) };
  });
  return { ...tree, items };
}

/** Every step of a list, those inside `parallel` too. */
export const flat = (steps: readonly StepModel[]): readonly StepModel[] =>
  steps.some(({ what }) => what.kind === "parallel")
    ? steps.flatMap((step) => (step.what.kind === "parallel" ? [step, ...flat(step.what.steps)] : [step]))
    : steps;

/** What is wrong with a step by itself. */
export function stepProblems(step: StepModel, scripts: Scripts): readonly Problem[] {
  const { what } = step;
  if (what.kind === "run")
    return (scripts.get(step)?.problems ?? []).map((message) => problem("script", message, step.place));
  if (what.kind !== "uses") return [];
  const problems = (what.problems ?? []).map((message) => problem("input", message, step.place));
  if (what.permissions === undefined && step.permissions === undefined)
    problems.push(
      problem(
        "permission",
        `nobody has said what ${what.title} needs of the token: give the step permissions: { … }, or {} when it needs nothing`,
        step.place,
      ),
    );
  return problems;
}
