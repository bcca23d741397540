import type { Place } from "../../../simulate/expression/evaluate.ts";
import { mapOf } from "../../../simulate/expression/raw.ts";
import type { Contexts } from "../../../simulate/expression/value.ts";
import type { PlannedCall } from "../../../simulate/plan/plan.ts";
import type { Env } from "../steps/environment.ts";
import type { Level } from "./level.ts";
import { type Settings, settingsFor } from "./request.ts";

/**
 * What a called workflow sees as `secrets`. One that is passed by name may still get an environment's value of that name, where
 * the called job names an environment (actions/runner#4453).
 */
export function secretsOfCall({ secrets, grant }: PlannedCall, level: Level, place: Place): Settings {
  if (secrets === "inherit") return level.secrets;
  const own: Env = settingsFor(level.secrets, undefined);
  const contexts: Contexts = { ...place.contexts, secrets: { ...own, GITHUB_TOKEN: level.request.tokenFor(grant) } };
  const repository = mapOf(secrets, { ...place, contexts });
  const passed = new Set(Object.keys(repository).map((name) => name.toUpperCase()));
  const environments = Object.entries(level.request.secrets.environments).map(([environment, values]) => [
    environment,
    Object.fromEntries(Object.entries(values).filter(([name]) => passed.has(name.toUpperCase()))),
  ]);
  return { repository, environments: Object.fromEntries(environments) };
}
