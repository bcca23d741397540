/** One run of deploy.yml: which of its steps comes next, decided from the YAML by GitHub's rules. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { subjectOf } from "../../src/cli/simulate/read.ts";
import { occasionsOf } from "../../src/simulate/event/occasion.ts";
import { condition, type Place } from "../../src/simulate/expression/evaluate.ts";
import { booleanOf, mapOf } from "../../src/simulate/expression/raw.ts";
import { stepStatus } from "../../src/simulate/expression/status.ts";
import type { Contexts, Value } from "../../src/simulate/expression/value.ts";
import type { Planned, PlannedStep } from "../../src/simulate/plan/plan.ts";
import { restricted } from "../../src/simulate/rights/token.ts";
import { decideJob, needsContext } from "../../src/simulate/schedule/decide.ts";
import { type Effect, type Event, type LegKey, Schedule, type State } from "../../src/simulate/schedule/schedule.ts";
import { contextsOf } from "../../src/simulate/table/contexts.ts";
import config from "../../tidegate.config.ts";
import type { Story } from "./story.ts";

export type StepEnd = "success" | "failure" | "cancelled";
type Result = {
  readonly outcome: StepEnd | "skipped";
  readonly conclusion: StepEnd | "skipped";
  readonly outputs: Outputs;
};
type Outputs = Readonly<Record<string, string>>;

/** A job at work, up to the step that is to come. */
interface Work {
  readonly leg: LegKey;
  readonly job: string;
  readonly needs: Value;
  readonly at: number;
  readonly results: Readonly<Record<string, Result>>;
  readonly status: StepEnd;
}

export interface Run {
  readonly schedule: State;
  readonly work?: Work;
  /** the job that waits for its reviewer */
  readonly asks?: LegKey;
}

/** What the step that is to come does to a cluster. */
export type Pending = Pick<Story, "does" | "environment" | "release" | "windowMs" | "undo"> & {
  readonly job: string;
};

const stories: Readonly<Record<string, Story["does"]>> = {
  "$/actions/kustomize-deploy": "deploy",
  "$/actions/smoke-test": "smoke",
  "$/actions/rollback": "rollback",
};

const root = join(import.meta.dirname, "../..");

/** `10m` → milliseconds */
const durationOf = (text: string) => Number(/^(\d+)m$/.exec(text)?.[1] ?? 0) * 60_000;

export class Pipeline {
  /** The concurrency groups of the workflow and of its jobs. */
  readonly groups: readonly string[];
  readonly #jobs: ReadonlyMap<string, Planned>;
  readonly #schedule: Schedule;
  readonly #contexts: Contexts;

  constructor(path = ".github/workflows/deploy.yml") {
    const own = { repository: config.repository, ref: config.branch, folder: root };
    const subject = subjectOf(path, readFileSync(join(root, path), "utf8"), { own, maps: {}, policy: restricted });
    if ("refused" in subject) throw new Error(subject.refused.join("\n"));
    const push = occasionsOf(subject.workflow, { repository: own.repository, defaultBranch: own.ref })[0];
    if (push?.id !== "push") throw new Error("the first occasion is no push");
    this.#contexts = contextsOf(subject, push, { policy: restricted, vars: {}, inputs: {} });
    const grouped = [subject.workflow, ...subject.plan.jobs].map(({ concurrency }) => concurrency?.group);
    this.groups = grouped.flatMap((group) => (group === undefined ? [] : [String(group)]));
    this.#jobs = new Map(subject.plan.jobs.map((job) => [job.id, job]));
    const environments = new Map<string, { readonly gate?: string }>(Object.entries(config.environments));
    const gated = (name: string) => (environments.get(name)?.gate ?? "none") !== "none";
    this.#schedule = new Schedule(subject.plan.jobs, (id, situation) =>
      decideJob(this.#job(id), situation, this.#contexts, gated),
    );
  }

  /** A push: everything that touches no cluster goes well at once. */
  begin(): Run {
    return this.#send({ schedule: this.#schedule.begin() }, { kind: "start" });
  }

  isOver(run: Run): boolean {
    return this.#schedule.isOver(run.schedule);
  }

  /** The job that is at work, or waits. */
  jobOf({ work, asks }: Run): string | undefined {
    return work?.job ?? asks?.replace(/#.*$/, "");
  }

  pending({ work }: Run): Pending | undefined {
    if (work === undefined) return undefined;
    const step = this.#steps(work.job)[work.at];
    const does = step?.kind === "uses" ? stories[step.uses] : undefined;
    if (step?.kind !== "uses" || does === undefined)
      throw new Error(`${work.job} stands at a step that touches no cluster`);
    const given = mapOf(step.with, this.#place(work));
    const { environment = "", release = "", undo } = given;
    const window = given["verify-window"];
    return {
      job: work.job,
      does,
      environment,
      ...(release === "" ? {} : { release }),
      ...(window === undefined || does !== "deploy" ? {} : { windowMs: durationOf(window) }),
      ...(undo === "live" ? { undo } : {}),
    };
  }

  answer(run: Run, answer: "approved" | "rejected"): Run {
    const { asks, ...rest } = run;
    return asks === undefined ? run : this.#send(rest, { kind: answer, leg: asks });
  }

  /** The step that was to come has ended. */
  stepEnded(run: Run, end: StepEnd, outputs: Outputs): Run {
    const { work, ...rest } = run;
    if (work === undefined) return run;
    return this.#goOn(rest, this.#after(work, end, outputs));
  }

  /** Its runner is gone: no step follows, not even one for failures. */
  lost(run: Run): Run {
    const { work, ...rest } = run;
    if (work === undefined) return run;
    return this.#send(rest, { kind: "finished", leg: work.leg, result: "failure", outputs: {} });
  }

  /** The run is cancelled: the step at work is told to stop, and what of the job asks for it still runs. */
  cancel(run: Run): Run {
    const { work, asks: _asks, ...rest } = run;
    const cancelled = this.#send(rest, { kind: "cancel" });
    return work === undefined ? cancelled : this.#goOn(cancelled, this.#after(work, "cancelled", {}));
  }

  #job(id: string): Planned {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  #steps(id: string): readonly PlannedStep[] {
    const job = this.#job(id);
    return job.kind === "job" ? job.steps : [];
  }

  #place({ needs, results, status }: Work): Place {
    const steps = Object.fromEntries(
      Object.entries(results).map(([id, { outcome, conclusion, outputs }]) => [id, { outcome, conclusion, outputs }]),
    );
    const secrets = { KUBE_CONFIG_STAGING: "there", KUBE_CONFIG_PROD: "there" };
    return {
      contexts: {
        ...this.#contexts,
        needs,
        steps,
        job: { status },
        env: {},
        runner: {},
        secrets,
        matrix: {},
        strategy: {},
      },
      functions: stepStatus(status),
    };
  }

  #after(work: Work, end: StepEnd, outputs: Outputs): Work {
    const step = this.#steps(work.job)[work.at];
    if (step === undefined) return work;
    const forgiven = end === "failure" && booleanOf(step.continueOnError, this.#place(work));
    const status = work.status !== "success" || end === "success" || forgiven ? work.status : end;
    const conclusion = forgiven ? "success" : end;
    return {
      ...work,
      at: work.at + 1,
      results: { ...work.results, [step.id]: { outcome: end, conclusion, outputs } },
      status: end === "cancelled" ? "cancelled" : status,
    };
  }

  /** Up to the next step that touches a cluster; the others go well. */
  #goOn(run: Run, from: Work): Run {
    let work = from;
    for (const step of this.#steps(from.job).slice(from.at)) {
      if (!condition(step.if, this.#place(work))) {
        const skipped: Result = { outcome: "skipped", conclusion: "skipped", outputs: {} };
        work = { ...work, at: work.at + 1, results: { ...work.results, [step.id]: skipped } };
      } else if (step.kind === "uses" && stories[step.uses] !== undefined) return { ...run, work };
      else work = this.#after(work, "success", {});
    }
    const job = this.#job(from.job);
    const said = job.kind === "job" ? mapOf(job.outputs, this.#place(work)) : {};
    const outputs = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ""));
    return this.#send(run, { kind: "finished", leg: work.leg, result: work.status, outputs });
  }

  #send(run: Run, event: Event): Run {
    const { state, effects } = this.#schedule.next(run.schedule, event);
    return effects.reduce((now, effect) => this.#take(now, effect), { ...run, schedule: state });
  }

  #take(run: Run, effect: Effect): Run {
    if (effect.kind === "ask") return { ...run, asks: effect.leg };
    if (effect.kind !== "run") return run;
    const { leg, job } = effect;
    const touches = this.#steps(job).some((step) => step.kind === "uses" && stories[step.uses] !== undefined);
    const work: Work = { leg, job, needs: needsContext(effect.needs), at: 0, results: {}, status: "success" };
    if (touches) return this.#goOn(run, work);
    const outputs = { image: "sha256:1", scan: "{}" };
    return this.#send(run, { kind: "finished", leg, result: "success", outputs });
  }
}
