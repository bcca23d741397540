/** A workflow in a string, with those it calls, as `tidegate simulate` reads them. */
import { readWorkflow, resolveCalls, source } from "../../src/read/index.ts";
import { type Occasion, occasionsOf } from "../../src/simulate/event/occasion.ts";
import { planWorkflow } from "../../src/simulate/plan/from-workflow.ts";
import type { FateOf } from "../../src/simulate/play/fate.ts";
import { play } from "../../src/simulate/play/play.ts";
import type { Played } from "../../src/simulate/play/played.ts";
import { restricted } from "../../src/simulate/rights/token.ts";
import { type Simulation, simulate } from "../../src/simulate/simulate.ts";
import { contextsOf } from "../../src/simulate/table/contexts.ts";
import type { Subject } from "../../src/simulate/table/subject.ts";

const surroundings = { repository: "acme/shop", defaultBranch: "main" };
export const assumptions = { policy: restricted, vars: {}, inputs: {} };

export function subjectOf(text: string, others: Readonly<Record<string, string>> = {}): Subject {
  const { workflow, problems } = readWorkflow(source(".github/workflows/it.yml", text));
  const load = (uses: string) => {
    const path = uses.replace(/^(\.|\$)\//, "");
    const found = others[path];
    return found === undefined ? undefined : source(path, found);
  };
  const resolved = workflow && resolveCalls(workflow, { load, policy: restricted });
  const all = [...problems, ...(resolved?.problems ?? [])];
  if (!workflow || !resolved || all.length > 0) throw new Error(all.map(({ message }) => message).join("\n"));
  const originOf = (path: string) => ({ repository: surroundings.repository, ref: "main", folder: "", path });
  return { workflow, jobs: resolved.jobs, plan: planWorkflow(workflow, resolved.jobs, originOf) };
}

export function occasion(subject: Subject, id: string): Occasion {
  const found = occasionsOf(subject.workflow, surroundings).find((one) => one.id === id);
  if (!found) throw new Error(`there is no occasion ${id}`);
  return found;
}

export const simulated = (subject: Subject, id: string): Simulation =>
  simulate(subject, occasion(subject, id), assumptions);

/** One run, every job ending as it is told to. */
export const played = (subject: Subject, id: string, fateOf: FateOf): Played =>
  play(subject.plan, contextsOf(subject, occasion(subject, id), assumptions), fateOf);
