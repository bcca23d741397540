import { interpolate, type Place } from "../expression/evaluate.ts";
import { mapOf, treeOf } from "../expression/raw.ts";
import { asText, type Contexts, type Value } from "../expression/value.ts";
import type { CallInput, PlannedCall } from "../plan/plan.ts";
import type { Outputs } from "./job.ts";
import type { State } from "./schedule.ts";

const emptyOf = { string: "", number: 0, boolean: false } as const;

function typed({ id, type }: CallInput, value: Value): Value {
  if (type === "boolean" && value !== true && value !== false && value !== "true" && value !== "false")
    throw new Error(`the input ${id} is a boolean, and ${JSON.stringify(value)} is none`);
  if (type === "boolean") return value === true || value === "true";
  if (type === "string") return asText(value);
  const number = typeof value === "number" ? value : Number(asText(value));
  if (Number.isNaN(number)) throw new Error(`the input ${id} is a number, and ${JSON.stringify(value)} is none`);
  return number;
}

/** What a called workflow sees as `inputs`: what is passed, else the default, else the empty value of the input's type. */
export function inputsOfCall(job: PlannedCall, place: Place): { readonly [name: string]: Value } {
  const given = new Map(Object.entries(job.with).map(([name, tree]) => [name.toLowerCase(), treeOf(tree, place)]));
  return Object.fromEntries(
    (job.called.call?.inputs ?? []).map((input) => {
      const value = given.get(input.id.toLowerCase()) ?? defaultOf(input, place);
      return [input.id, value === undefined ? emptyOf[input.type] : typed(input, value)];
    }),
  );
}

const defaultOf = (input: CallInput, { contexts }: Place): Value | undefined =>
  typeof input.default === "string"
    ? interpolate(input.default, {
        contexts: {
          github: contexts["github"] ?? null,
          vars: contexts["vars"] ?? null,
          inputs: contexts["inputs"] ?? null,
        },
        functions: [],
      })
    : input.default;

/** The outputs of a called workflow; they read `jobs.x.outputs.y` and `jobs.x.result`. */
export function outputsOfCall(job: PlannedCall, jobs: State["jobs"], contexts: Contexts): Outputs {
  const seen = Object.entries(jobs).flatMap(([id, state]) =>
    state.at === "ended" ? [[id, { result: state.result, outputs: state.outputs }] as const] : [],
  );
  const values = mapOf(job.called.call?.outputs ?? {}, {
    contexts: { ...contexts, jobs: Object.fromEntries(seen) },
    functions: [],
  });
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
