import { type Env, isWork, type Step, stepIds, type Value } from "../../read/index.ts";
import type { PlannedStep, RawMap } from "./plan.ts";

export const rawValue = <T>(value: Value<T> | undefined): T | string | undefined =>
  value === undefined ? undefined : value.kind === "literal" ? value.value : value.text.text;

export const rawMap = (env: Env | undefined): RawMap =>
  env?.expression?.text ?? Object.fromEntries((env?.entries ?? []).map(({ name, value }) => [name.value, value.text]));

/** The steps that are scripts and actions, in order; what else there is goes to the refusals. */
export function planSteps(steps: readonly Step[]): readonly PlannedStep[] {
  const ids = stepIds(steps);
  return steps.flatMap((step, at): PlannedStep[] => {
    if (!isWork(step)) return [];
    const base = {
      id: ids[at] ?? String(at),
      name: step.name?.text,
      if: step.if?.text.text,
      env: rawMap(step.env),
      continueOnError: rawValue(step.continueOnError),
      timeoutMinutes: rawValue(step.timeoutMinutes),
    };
    if (step.kind === "uses") return [{ ...base, kind: "uses", uses: step.uses.value, with: rawMap(step.with) }];
    return [
      {
        ...base,
        kind: "run",
        run: step.run.text,
        shell: step.shell?.text,
        workingDirectory: step.workingDirectory?.text,
      },
    ];
  });
}
