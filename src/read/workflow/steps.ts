import { readCondition } from "../expression/text.ts";
import { listed, type Reading, report } from "../problem.ts";
import type { Located } from "../source.ts";
import { describe, type MappingNode, type Node } from "../yaml/node.ts";
import { checkId } from "./id.ts";
import { type Fields, fields, mapping, readEnv, type Shape } from "./mapping.ts";
import type { Step } from "./step.ts";
import { filledText, flag, number, plain, scalar, sequence, text } from "./value.ts";

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

const where = "jobs.<id>.steps";
type Kind = keyof typeof stepKeys;
const kinds: readonly Kind[] = ["run", "uses", "wait", "wait-all", "cancel", "parallel"];

export function readSteps(
  reading: Reading,
  node: Node,
  inside: "job" | "parallel" = "job",
): readonly Step[] | undefined {
  const ids = new Map<string, string>();
  return sequence(reading, node, (item) => readStep(reading, item, ids, inside));
}

function readStep(
  reading: Reading,
  node: Node,
  ids: Map<string, string>,
  inside: "job" | "parallel",
): Step | undefined {
  const found = mapping(reading, node, "a step");
  if (found === undefined) return undefined;
  const kind = kindOf(reading, found);
  if (kind === undefined) return undefined;
  if (inside === "parallel" && kind !== "run" && kind !== "uses") {
    report(reading, "steps", node.at, `"${kind}" is not allowed inside parallel; only run and uses steps are`);
    return undefined;
  }
  const known = new Set(ids.keys());
  const shape: Shape<StepKey> = { what: `a step with "${kind}"`, keys: stepKeys[kind] };
  const f = fields(reading, found, shape);
  if (f === undefined) return undefined;
  return build(reading, found, kind, f, { ids, known, inside });
}

interface Scope {
  readonly ids: Map<string, string>;
  readonly known: ReadonlySet<string>;
  readonly inside: "job" | "parallel";
}

type StepKey = (typeof stepKeys)[Kind][number];
type StepFields = Fields<StepKey>;

function build(reading: Reading, node: MappingNode, kind: Kind, f: StepFields, scope: Scope): Step | undefined {
  const at = node.at;
  const id = f.id && plain(reading, f.id);
  if (id !== undefined) checkId(reading, id, scope.ids, "step");
  const name = f.name && text(reading, f.name, where);
  const continueOnError = f["continue-on-error"] && flag(reading, f["continue-on-error"], where);
  const shared = { at, id, name, continueOnError };
  const target = (item: Node) => waitTarget(reading, item, id, scope.known);
  switch (kind) {
    case "run":
    case "uses":
      return readWork(reading, f, { ...shared, ...readWorkFields(reading, f, scope) });
    case "wait": {
      const targets = f.wait?.kind === "sequence" ? f.wait.items.map(target) : f.wait ? [target(f.wait)] : [];
      return { kind, targets: targets.filter((each) => each !== undefined), ...shared };
    }
    case "wait-all": {
      const value = f["wait-all"] && scalar(reading, f["wait-all"]);
      if (value && value.value !== null && value.value !== true) {
        report(
          reading,
          "unexpected-value",
          value.at,
          `"wait-all" takes nothing or true, not ${describe(value)}`,
          value.key,
        );
      }
      return { kind, ...shared };
    }
    case "cancel": {
      const cancelled = f.cancel && target(f.cancel);
      return cancelled && { kind, target: cancelled, ...shared };
    }
    case "parallel":
      return { kind, at, steps: (f.parallel && readSteps(reading, f.parallel, "parallel")) ?? [] };
  }
}

function readWorkFields(reading: Reading, f: StepFields, scope: Scope) {
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
    if: condition && readCondition(reading, condition, "jobs.<id>.steps.if"),
    env: f.env && readEnv(reading, f.env, where, '"env"'),
    timeoutMinutes: f["timeout-minutes"] && number(reading, f["timeout-minutes"], where),
    background: typeof background?.value === "boolean" ? { value: background.value, at: background.at } : undefined,
  };
}

type Shared = ReturnType<typeof readWorkFields> & Pick<Step, "at">;

function readWork(reading: Reading, f: StepFields, shared: Shared): Step | undefined {
  if (f.run !== undefined) {
    const run = text(reading, f.run, where);
    const shell = f.shell && filledText(reading, f.shell, "nowhere");
    const workingDirectory = f["working-directory"] && text(reading, f["working-directory"], where);
    return run && { kind: "run", run, shell, workingDirectory, ...shared };
  }
  const uses = f.uses && plain(reading, f.uses);
  const inputs = f.with && readEnv(reading, f.with, where, '"with"');
  return uses && { kind: "uses", uses, with: inputs, ...shared };
}

function kindOf(reading: Reading, node: MappingNode): Kind | undefined {
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

function waitTarget(reading: Reading, node: Node, own: Located<string> | undefined, known: ReadonlySet<string>) {
  const found = plain(reading, node);
  if (found === undefined) return undefined;
  if (own !== undefined && own.value.toLowerCase() === found.value.toLowerCase()) {
    report(reading, "steps", found.at, `step "${own.value}" cannot wait for itself`);
  } else if (!known.has(found.value)) {
    const hint = known.size === 0 ? "no step above has an id" : `above there are ${listed(known)}`;
    report(reading, "steps", found.at, `no step above has the id "${found.value}"; ${hint}`);
  }
  return found;
}
