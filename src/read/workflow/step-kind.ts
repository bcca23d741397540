import { listed, type Reading, report } from "../problem.ts";
import type { MappingNode } from "../yaml/node.ts";
import type { Variant } from "./variant.ts";

const common = ["id", "name", "continue-on-error"] as const;
const work = [...common, "if", "env", "timeout-minutes", "background"] as const;

/** Which key makes a step what it is, and which keys it may have then (workflow-v1.0.json `steps-item`). */
export const stepKeys = {
  run: [...work, "run", "shell", "working-directory"],
  uses: [...work, "uses", "with"],
  wait: [...common, "wait"],
  "wait-all": [...common, "wait-all"],
  cancel: [...common, "cancel"],
  parallel: ["parallel"],
} as const;

export type StepKind = keyof typeof stepKeys;
const kinds: readonly StepKind[] = ["run", "uses", "wait", "wait-all", "cancel", "parallel"];
export const stepVariants: readonly Variant<StepKind>[] = kinds.map((kind) => ({
  kind,
  what: `a step with "${kind}"`,
  telling: kind,
  keys: stepKeys[kind],
}));

/** A step is what its first telling key says; GitHub reports the others as unexpected. */
export function kindOf(reading: Reading, node: MappingNode): StepKind | undefined {
  const keys = node.entries.map(({ key }) => key.text);
  const kind = keys.map((key) => kinds.find((known) => known === key)).find((known) => known !== undefined);
  if (kind !== undefined) return kind;
  const everyKey = new Set<string>(Object.values(stepKeys).flat());
  for (const { key } of node.entries) {
    if (!everyKey.has(key.text))
      report(reading, "unexpected-key", key.at, `a step has no key "${key.text}"; its keys are ${listed(everyKey)}`);
  }
  report(reading, "missing-key", node.at, `a step needs one of ${listed(kinds)} to say what it does`);
  return undefined;
}
