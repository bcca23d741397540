import type { Occasion } from "./event/occasion.ts";
import { someValue } from "./expression/reads.ts";
import type { Fate } from "./play/fate.ts";
import { play } from "./play/play.ts";
import type { Played, PlayedJob } from "./play/played.ts";
import { type AskedOutput, guessed, keyOf, outputsAsked } from "./table/asked.ts";
import { choicesOf, contextsOf } from "./table/contexts.ts";
import { type Meeting, meetings } from "./table/meeting.ts";
import { type Row, rowOf } from "./table/row.ts";
import type { Assumptions, Subject, Values } from "./table/subject.ts";

/** What becomes of a run where one thing goes otherwise than well. */
export interface Otherwise {
  /** the job it is about; nothing where it is about what a person chose */
  readonly job: string;
  /** `fails`, `says frontend=`, `environment is production` */
  readonly when: string;
  /** other jobs that then run, and others that then do not */
  readonly runs: readonly string[];
  readonly skipped: readonly string[];
  readonly result: Played["result"];
}

export interface Simulation {
  readonly occasion: Occasion;
  readonly rows: readonly Row[];
  readonly otherwise: readonly Otherwise[];
  /** how further runs of the same event fare, where groups are named */
  readonly meetings: readonly Meeting[];
  /** what conditions ask for and nobody knows before, with the value it was taken to have */
  readonly assumed: Values;
}

interface World {
  readonly values: Values;
  readonly fates?: Readonly<Record<string, Fate>>;
  readonly inputs?: Values;
  /** its number among several that the same event starts */
  readonly run?: number;
}

/** What conditions ask of earlier jobs, and nobody said. */
const supposed = (subject: Subject, occasion: Occasion, assumptions: Assumptions): readonly AskedOutput[] =>
  outputsAsked(subject.plan, contextsOf(subject, occasion, assumptions)).filter(
    (one) => assumptions.outputs?.[keyOf(one)] === undefined,
  );

/** Plays a workflow for an occasion, as often as one asks, each time in another world. */
export function player(subject: Subject, occasion: Occasion, assumptions: Assumptions): (world: World) => Played {
  const asked = supposed(subject, occasion, assumptions);
  return ({ values, fates = {}, inputs = {}, run }) => {
    const chosen = { ...assumptions, inputs: { ...assumptions.inputs, ...inputs } };
    const fateOf = (path: string): Fate => {
      const outputs = asked.filter(({ job }) => job === path).map((one) => [one.name, values[keyOf(one)] ?? ""]);
      return fates[path] ?? { end: "success", outputs: Object.fromEntries(outputs) };
    };
    return play(subject.plan, contextsOf(subject, occasion, chosen, run), fateOf, assumptions.outputs);
  };
}

/** Of each output the value with which most jobs run: that is the run in which all goes well. */
export function wellIn(asked: readonly AskedOutput[], run: (world: World) => Played): Values {
  const values: Record<string, string> = {};
  for (const one of asked) values[keyOf(one)] = one.values[0] ?? "";
  const ran = (world: World) => run(world).jobs.filter((job) => job.ran).length;
  for (const one of asked) {
    const key = keyOf(one);
    let most = ran({ values });
    for (const value of one.values) {
      const jobs = ran({ values: { ...values, [key]: value } });
      if (jobs <= most) continue;
      most = jobs;
      values[key] = value;
    }
  }
  return values;
}

const endings = (isReviewed: boolean): readonly (readonly [string, Fate])[] => [
  ["fails", { end: "failure" }],
  ["is cancelled", { end: "cancelled" }],
  ["is skipped", { end: "skipped" }],
  ...(isReviewed ? [["is rejected", { end: "rejected" }] as const] : []),
  ["is at work when the run is cancelled", { end: "run-cancelled" }],
];

const isReviewed = ({ legs }: PlayedJob) => legs.some(({ gate }) => gate !== undefined);

function difference(job: string, when: string, well: Played, then: Played): Otherwise {
  const did = new Map(then.jobs.map(({ path, ran }) => [path, ran]));
  const others = well.jobs.filter(({ path }) => path !== job && !path.startsWith(`${job}/`));
  return {
    job,
    when,
    runs: others.filter(({ path, ran }) => !ran && did.get(path) === true).map(({ path }) => path),
    skipped: others.filter(({ path, ran }) => ran && did.get(path) !== true).map(({ path }) => path),
    result: then.result,
  };
}

/** The run in which all goes well, and each run in which one thing does not. */
export function simulate(subject: Subject, occasion: Occasion, assumptions: Assumptions): Simulation {
  const { plan, workflow } = subject;
  const asked = supposed(subject, occasion, assumptions);
  const run = player(subject, occasion, assumptions);
  const values = wellIn(asked, run);
  const well = run({ values });
  const fated = well.jobs
    .filter(({ ran, job }) => ran && job.kind === "job")
    .flatMap((job) =>
      endings(isReviewed(job)).map(([when, fate]) =>
        difference(job.path, when, well, run({ values, fates: { [job.path]: fate } })),
      ),
    );
  const said = asked.flatMap((one) =>
    one.values
      .filter((value) => value !== values[keyOf(one)])
      .map((value) =>
        difference(
          one.job,
          value === "" ? `says no ${one.name}` : `says ${one.name}=${value === someValue ? "something else" : value}`,
          well,
          run({ values: { ...values, [keyOf(one)]: value } }),
        ),
      ),
  );
  const chosen = occasion.event === "workflow_dispatch" ? choicesOf(workflow, assumptions.inputs) : [];
  // of outputs that only steps ask for no job can tell the difference
  const told = new Set(said.filter(({ runs, skipped }) => runs.length + skipped.length > 0).map(({ job }) => job));
  return {
    occasion,
    rows: well.jobs.map((job) => rowOf(subject, occasion, assumptions, job)),
    otherwise: [
      ...fated,
      ...said.filter(({ job }) => told.has(job)),
      ...chosen.map(([name, value]) =>
        difference("", `${name} is ${value}`, well, run({ values, inputs: { [name]: value } })),
      ),
    ],
    meetings: meetings([well, ...[2, 3].map((one) => run({ values, run: one }))]),
    assumed: { ...values, ...guessed(plan, assumptions) },
  };
}
