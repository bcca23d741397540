import { type InputsOf, kitError } from "../../src/action/index.ts";
import { type Bump, bumpsOver, type Rules } from "./commits/weigh.ts";
import type { spec } from "./spec.ts";
import type { NextRules } from "./version/next.ts";

export type Inputs = InputsOf<typeof spec>;

/** What one run is about, and does not change while others make tags. */
export interface Work {
  readonly sha: string;
  readonly prefix: string;
  readonly paths: readonly string[];
  readonly rules: Rules;
  readonly next: NextRules;
}

const isBump = (text: string): text is Bump => ["major", "minor", "patch", "none"].includes(text);

function rulesFrom({ bumps, defaultBump }: Inputs): Rules {
  const own = new Map<string, Bump>();
  const wrong: string[] = [];
  for (const [type, bump] of bumps ?? [])
    if (isBump(bump)) own.set(type, bump);
    else wrong.push(`bumps: ${type} cannot raise "${bump}"; it is one of major, minor, patch, none`);
  if (wrong.length > 0) throw kitError("bad-input", wrong.join("\n"));
  return { bumps: bumpsOver(own), otherwise: defaultBump };
}

/** `src/a/` is the folder `src/a`, and `.` is everything. */
const plainPaths = (paths: readonly string[]) => {
  const plain = paths.map((path) => path.replace(/^\.\//, "").replace(/\/+$/, ""));
  return plain.includes(".") || plain.includes("") ? [] : plain;
};

export function workFrom(inputs: Inputs): Omit<Work, "sha"> {
  const { component, prefix, paths, initialVersion, prerelease, breakingBelowOne } = inputs;
  return {
    prefix: prefix ?? (component === undefined ? "v" : `${component}-v`),
    paths: plainPaths(paths ?? []),
    rules: rulesFrom(inputs),
    next: { initial: initialVersion, prerelease, breakingBelowOne },
  };
}
