import { Expr, fields } from "../expr/expression.ts";
import { path } from "../expr/node.ts";
import type { StringRunnerContextNoSecrets } from "../expr/positions.gen.ts";
import type { JobContext, Matrix, RunnerContext, StrategyContext } from "./matrix.ts";
import { place } from "./place.ts";
import type { Runnable } from "./runnable.ts";
import type { ControlOptions, Step, StepFunction, StepModel, StepOptions, StepOutputs } from "./step.ts";

/** What the steps of a job are written with. Each call is a step, in this order. */
export interface StepContexts<M> {
  /** an action, or code: `step(checkout())`, `` step(sh`npm test`) `` */
  readonly step: StepFunction;
  /** waits for background steps; their outputs can be read after it */
  readonly wait: (targets: Step | readonly [Step, ...Step[]], options?: ControlOptions) => void;
  /** waits for every background step so far */
  readonly waitAll: (options?: ControlOptions) => void;
  /** ends a background step */
  readonly cancel: (target: Step, options?: ControlOptions) => void;
  /** steps that run at once; the job goes on when all have ended */
  readonly parallel: <R>(steps: (contexts: { readonly step: StepFunction }) => R) => R;
  readonly matrix: Matrix<M>;
  readonly strategy: StrategyContext;
  readonly runner: RunnerContext;
  readonly job: JobContext;
  /** the link that GitHub shows beside the deployment */
  readonly environmentUrl: (url: string | StringRunnerContextNoSecrets<string>) => void;
}

/** `actions/setup-node` → `setup-node`; text that is no word at all → `step` */
const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/^.*\//, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .replace(/^(?=[^a-z])/, "step-")
    .slice(0, 60) || "step";

/** A word for the step: its action, its name, or the first output that it gives. */
const titleOf = (what: StepModel["what"], { name, outputs }: StepOptions<unknown>): string => {
  if (what.kind === "uses") return what.title;
  if (typeof name === "string") return name;
  return Array.isArray(outputs) && outputs.length > 0 ? String(outputs[0]) : what.kind;
};

/** Ids of one job: what the author said, else a word for the step, numbered where it comes again. */
class Ids {
  private readonly taken = new Set<string>();

  take(wanted: string | undefined, base: string): string {
    let id = wanted ?? base;
    for (let n = 2; wanted === undefined && this.taken.has(id); n++) id = `${base}-${n}`;
    this.taken.add(id);
    return id;
  }
}

/** A step as the author holds it. Most are never read, so its expressions are made when they are. */
class Recorded<O> implements Step<O> {
  readonly id: string;
  private readonly names: Readonly<Record<string, string>> | undefined;

  constructor(id: string, names: Readonly<Record<string, string>> | undefined) {
    this.id = id;
    this.names = names;
  }

  get outputs(): StepOutputs<O> {
    return fields(path("steps", this.id, "outputs"), this.names);
  }

  get outcome(): Step["outcome"] {
    return new Expr(path("steps", this.id, "outcome"));
  }

  get conclusion(): Step["conclusion"] {
    return new Expr(path("steps", this.id, "conclusion"));
  }
}

/** Writes down what a block of steps says. */
export class Recorder {
  readonly steps: StepModel[] = [];
  environmentUrl: string | Expr<unknown> | undefined;
  private readonly ids: Ids;

  constructor(ids = new Ids()) {
    this.ids = ids;
  }

  private add(what: StepModel["what"], options: StepOptions<unknown>, calledBy: (...args: never) => unknown): string {
    const id = this.ids.take(options.id, slug(titleOf(what, options)));
    this.steps.push({
      id,
      place: place(calledBy),
      named: options.id !== undefined,
      what,
      name: options.name,
      if: options.if,
      env: options.env ?? {},
      workingDirectory: options.workingDirectory,
      shell: options.shell,
      timeoutMinutes: options.timeoutMinutes,
      continueOnError: options.continueOnError,
      background: options.background ?? false,
      permissions: options.permissions,
      comment: options.comment,
      untyped: options.untyped ?? {},
    });
    return id;
  }

  readonly step: StepFunction = <O, D, N extends string>(
    runnable: Runnable<O, D>,
    options: StepOptions<unknown> = {},
  ): Step<[N] extends [never] ? O : { readonly [K in N]: string }> => {
    const { what } = runnable;
    const id = this.add(what, options, this.step);
    return new Recorded(id, what.kind === "uses" ? what.outputNames : undefined);
  };

  private readonly parallel = <R>(steps: (contexts: { readonly step: StepFunction }) => R): R => {
    const inner = new Recorder(this.ids);
    const result = steps({ step: inner.step });
    this.add({ kind: "parallel", steps: inner.steps }, {}, this.parallel);
    return result;
  };

  private readonly wait: StepContexts<never>["wait"] = (targets, options = {}) => {
    const all = isList(targets) ? targets : [targets];
    this.add({ kind: "wait", targets: all.map((target) => target.id) }, options, this.wait);
  };

  private readonly waitAll: StepContexts<never>["waitAll"] = (options = {}) => {
    this.add({ kind: "wait-all" }, options, this.waitAll);
  };

  private readonly cancel: StepContexts<never>["cancel"] = (target, options = {}) => {
    this.add({ kind: "cancel", target: target.id }, options, this.cancel);
  };

  contexts<M>(): StepContexts<M> {
    return {
      step: this.step,
      wait: this.wait,
      waitAll: this.waitAll,
      cancel: this.cancel,
      parallel: this.parallel,
      matrix: fields(path("matrix")),
      strategy: fields(path("strategy")),
      runner: fields(path("runner")),
      job: fields(path("job")),
      environmentUrl: (url) => {
        this.environmentUrl = url;
      },
    };
  }
}

const isList = (x: Step | readonly [Step, ...Step[]]): x is readonly [Step, ...Step[]] => Array.isArray(x);
