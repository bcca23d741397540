import { nearest } from "../../check/types/nearest.ts";
import { environmentsOf } from "../../rehearse/runner/plan/environments.ts";
import type { Plan } from "../../simulate/plan/plan.ts";
import { UsageError } from "../io.ts";
import { type RehearseOptions, usualGates } from "./options.ts";

/** A misspelt environment would be asked for nothing, and a gate of that name would let everything through. */
export function checkGateNames(options: RehearseOptions, plans: readonly Plan[]): void {
  const names = environmentsOf(plans);
  // what one job alone does not have, the workflow may
  if (options.jobs.length > 0 || names === undefined) return;
  const given = {
    approve: options.approve,
    reject: options.reject,
    gate: options.gates === usualGates ? [] : options.gates,
  };
  const wrong = Object.entries(given).flatMap(([option, words]) =>
    words.filter((word) => !names.includes(word)).map((word) => `--${option} ${word}: ${whyNot(word, names)}`),
  );
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
}

function whyNot(word: string, names: readonly string[]): string {
  if (names.length === 0) return "no job has an environment";
  const meant = nearest(word, names);
  return `no job has this environment; ${meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${meant}?`}`;
}
