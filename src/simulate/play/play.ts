import type { Contexts } from "../expression/value.ts";
import type { Plan } from "../plan/plan.ts";
import type { Outputs } from "../schedule/job.ts";
import type { FateOf } from "./fate.ts";
import { LevelRun } from "./level-run.ts";
import type { Played } from "./played.ts";
import { Said } from "./said.ts";

/** Carries a run from its start to its end, each job ending as its fate says. Pure: the same fates always give the same run. */
export const play = (plan: Plan, contexts: Contexts, fateOf: FateOf, said: Outputs = {}): Played =>
  new LevelRun({ plan, contexts, above: [], fateOf, said: new Said(said), from: 0 }).play();
