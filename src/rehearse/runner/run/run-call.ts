import { interpolate, type Place } from "../../../simulate/expression/evaluate.ts";
import { asText, type Contexts, type Value } from "../../../simulate/expression/value.ts";
import type { State } from "../../../simulate/schedule/schedule.ts";
import { resolveTree } from "../jobs/decide.ts";
import type { CallInput, PlannedCall, RawMap } from "../plan/plan.ts";
import type { Env } from "../steps/environment.ts";
import { mapOf } from "../steps/step-scope.ts";
import type { Level } from "./level.ts";
import { type Settings, settingsFor } from "./request.ts";

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
  const given = new Map(Object.entries(job.with).map(([name, tree]) => [name.toLowerCase(), resolveTree(tree, place)]));
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

/**
 * What a called workflow sees as `secrets`. One that is passed by name may still get an environment's value of that name, where
 * the called job names an environment (actions/runner#4453).
 */
export function secretsOfCall(secrets: "inherit" | RawMap, level: Level, place: Place): Settings {
  if (secrets === "inherit") return level.secrets;
  const own: Env = settingsFor(level.secrets, undefined);
  const contexts: Contexts = { ...place.contexts, secrets: { ...own, GITHUB_TOKEN: level.request.facts.token } };
  const repository = mapOf(secrets, { ...place, contexts });
  const passed = new Set(Object.keys(repository).map((name) => name.toUpperCase()));
  const environments = Object.entries(level.request.secrets.environments).map(([environment, values]) => [
    environment,
    Object.fromEntries(Object.entries(values).filter(([name]) => passed.has(name.toUpperCase()))),
  ]);
  return { repository, environments: Object.fromEntries(environments) };
}

/** The outputs of a called workflow; they read `jobs.x.outputs.y` and `jobs.x.result`. */
export function outputsOfCall(job: PlannedCall, jobs: State["jobs"], contexts: Contexts): Env {
  const seen = Object.entries(jobs).flatMap(([id, state]) =>
    state.at === "ended" ? [[id, { result: state.result, outputs: state.outputs }] as const] : [],
  );
  const values = mapOf(job.called.call?.outputs ?? {}, {
    contexts: { ...contexts, jobs: Object.fromEntries(seen) },
    functions: [],
  });
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
