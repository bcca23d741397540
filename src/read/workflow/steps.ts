import type { PositionName } from "../expression/position.ts";
import { readCondition } from "../expression/text.ts";
import { type Reading, report } from "../problem.ts";
import { describe, type MappingNode, type Node } from "../yaml/node.ts";
import { checkId } from "./id.ts";
import { type Fields, fields, mapping, readEnv, type Shape } from "./mapping.ts";
import type { Step } from "./step.ts";
import { kindOf, type StepKind, stepKeys, stepVariants } from "./step-kind.ts";
import { filledText, flag, number, plain, scalar, sequence, text } from "./value.ts";
import { withoutIntruders } from "./variant.ts";
import { checkWaitAll, waitTarget } from "./wait.ts";

/** Steps of a composite action and inside `parallel` know less than those of a job. */
type Inside = "job" | "parallel" | "composite";

/** action-v1.0.json `run-step`, `uses-step` */
const ofJobsAlone: readonly StepKey[] = ["timeout-minutes", "background"];

export function readSteps(reading: Reading, node: Node, inside: Inside = "job"): readonly Step[] | undefined {
  const ids = new Map<string, string>();
  return sequence(reading, node, (item) => readStep(reading, item, ids, inside));
}

function readStep(reading: Reading, node: Node, ids: Map<string, string>, inside: Inside): Step | undefined {
  const found = mapping(reading, node, "a step");
  if (found === undefined) return undefined;
  const kind = kindOf(reading, found);
  if (kind === undefined) return undefined;
  const meant = withoutIntruders(reading, found, kind, stepVariants);
  if (inside !== "job" && kind !== "run" && kind !== "uses") {
    const place = inside === "parallel" ? "inside parallel" : "in a composite action";
    report(reading, "steps", node.at, `"${kind}" is not allowed ${place}; only run and uses steps are`);
    return undefined;
  }
  const known = new Set(ids.keys());
  const keys: readonly StepKey[] = stepKeys[kind];
  const shape: Shape<StepKey> =
    inside === "composite"
      ? { what: `a composite action's step with "${kind}"`, keys: keys.filter((key) => !ofJobsAlone.includes(key)) }
      : { what: `a step with "${kind}"`, keys };
  const f = fields(reading, withoutOthers(reading, meant, kind), shape);
  if (f === undefined) return undefined;
  return build(reading, found, kind, f, { ids, known, inside });
}

interface Scope {
  readonly ids: Map<string, string>;
  readonly known: ReadonlySet<string>;
  readonly inside: Inside;
}

type StepKey = (typeof stepKeys)[StepKind][number];
type StepFields = Fields<StepKey>;

/** A second key that says what the step does is one too many: reported at it, shown at the first. */
function withoutOthers(reading: Reading, node: MappingNode, kind: StepKind): MappingNode {
  const first = node.entries.find(({ key }) => key.text === kind)?.key;
  const entries = node.entries.filter(({ key }) => {
    const other = key.text !== kind && key.text in stepKeys;
    if (other)
      report(
        reading,
        "unexpected-key",
        key.at,
        `a step does one thing, and this one has both "${kind}" and "${key.text}"`,
        first?.at,
      );
    return !other;
  });
  return { ...node, entries };
}

function placeOf(scope: Scope): { readonly value: PositionName; readonly if: PositionName } {
  return scope.inside === "composite"
    ? { value: "runs.steps", if: "runs.steps.if" }
    : { value: "jobs.<id>.steps", if: "jobs.<id>.steps.if" };
}

function build(reading: Reading, node: MappingNode, kind: StepKind, f: StepFields, scope: Scope): Step | undefined {
  const at = node.at;
  const { value: where } = placeOf(scope);
  const id = f.id && plain(reading, f.id);
  if (id !== undefined) checkId(reading, id, scope.ids, "step");
  const name = f.name && text(reading, f.name, where);
  const continueOnError = f["continue-on-error"] && flag(reading, f["continue-on-error"], where);
  const shared = { at, id, name, continueOnError };
  const target = (item: Node) => waitTarget(reading, item, id, scope.known);
  switch (kind) {
    case "run":
    case "uses":
      return readWork(reading, f, scope, { ...shared, ...readWorkFields(reading, f, scope) });
    case "wait": {
      const targets = f.wait?.kind === "sequence" ? f.wait.items.map(target) : f.wait ? [target(f.wait)] : [];
      return { kind, targets: targets.filter((each) => each !== undefined), ...shared };
    }
    case "wait-all":
      checkWaitAll(reading, f["wait-all"]);
      return { kind, ...shared };
    case "cancel": {
      const cancelled = f.cancel && target(f.cancel);
      return cancelled && { kind, target: cancelled, ...shared };
    }
    case "parallel":
      return { kind, at, steps: (f.parallel && readSteps(reading, f.parallel, "parallel")) ?? [] };
  }
}

function readWorkFields(reading: Reading, f: StepFields, scope: Scope) {
  const place = placeOf(scope);
  const where = place.value;
  const condition = f.if && scalar(reading, f.if);
  const background = f.background && scalar(reading, f.background);
  if (background !== undefined && scope.inside === "parallel") {
    const message = "steps inside parallel run in the background anyway; background is not allowed here";
    report(reading, "steps", background.key ?? background.at, message);
  } else if (background !== undefined && typeof background.value !== "boolean") {
    report(
      reading,
      "unexpected-value",
      background.at,
      `"background" is true or false as such, not ${describe(background)}`,
    );
  }
  return {
    if: condition && readCondition(reading, condition, place.if),
    env: f.env && readEnv(reading, f.env, where, '"env"'),
    timeoutMinutes: f["timeout-minutes"] && number(reading, f["timeout-minutes"], where),
    background: typeof background?.value === "boolean" ? { value: background.value, at: background.at } : undefined,
  };
}

type Shared = ReturnType<typeof readWorkFields> & Pick<Step, "at">;

function readWork(reading: Reading, f: StepFields, scope: Scope, shared: Shared): Step | undefined {
  const { value: where } = placeOf(scope);
  if (f.run !== undefined) {
    const run = text(reading, f.run, where);
    if (f.shell === undefined && scope.inside === "composite") {
      report(
        reading,
        "missing-key",
        shared.at,
        'a run step of a composite action needs "shell": it has no default there',
      );
    }
    // a job's step takes its shell as it is written, a composite action's may be an input's value
    const shell = f.shell && filledText(reading, f.shell, scope.inside === "composite" ? where : "nowhere");
    const workingDirectory = f["working-directory"] && text(reading, f["working-directory"], where);
    return run && { kind: "run", run, shell, workingDirectory, ...shared };
  }
  const uses = f.uses && plain(reading, f.uses);
  const inputs = f.with && readEnv(reading, f.with, where, '"with"');
  return uses && { kind: "uses", uses, with: inputs, ...shared };
}
