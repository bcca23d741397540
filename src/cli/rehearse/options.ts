import { parseArgs } from "node:util";
import { type Injection, parseInjection } from "../../rehearse/world/inject.ts";
import { chooseReal, type Real } from "../../rehearse/world/real.ts";
import { misread } from "../arguments.ts";
import { UsageError } from "../io.ts";

export const usage = `Usage: tidegate rehearse [WORKFLOW] [OPTIONS]

Carries a workflow through on this machine: .github/workflows/deploy.yml unless another file is named. Registry, cluster and
everything else outside are made for the run and end with it; your credentials are not there, and the network is closed.

What happens
  --event NAME          what starts it; the most usual of its events unless told
  --payload FILE        the event's payload, as JSON; one is made unless told
  --ref REF             a branch, or refs/…; the branch you are on, or the first one that the workflow names
  --input NAME=VALUE    an input of workflow_dispatch
  -j, --job ID          this job alone, with what it needs, and others so named; CALL/ID in a called workflow
  --after WORKFLOW      carry this one through before, unseen and twice: a rollback then has from where, and where to
  --resume              keep what went well in the rehearsal before and has not changed

What it gets
  --var NAME=VALUE      a variable; ENVIRONMENT/NAME=VALUE for one of an environment
  --var-file FILE       lines NAME=VALUE
  --secret NAME=VALUE   a secret; without =VALUE it is asked for. Those for clusters are made for you
  --secret-file FILE    lines NAME=VALUE
  --map OWNER/REPO=DIR  where another repository is, whose workflows or actions are used
  --action OWNER/REPO=DIR  the same, for an action
  --skip ACTION         leave this action out: OWNER/NAME, ./folder, docker://IMAGE
  --bootstrap FILE      manifests to apply before, as an administrator would

What goes wrong, and what is real
  --inject FAULT        show a fault: crash:SERVICE@ENV, slow, unready, missing-image, finding:SERVICE, api:429, api:drop,
                        kill:JOB; most strike a release that follows one which went well
  --real PARTS          docker,registry or docker,registry,kubernetes instead of their stand-ins; audit, and with docker scanner
  --context NAME=URL    the real cluster, where it is none of the usual local ones, with its server
  --strict              fail a build with a RUN line that cannot be run here

Who says yes
  --gate NAME           an environment with required reviewers; production unless told
  --approve NAME        approve this environment when it is asked for
  --reject NAME         reject it
  --trust               this repository's own commands may run here, from now on
  --network open        leave the network open to the workflow's steps

What you see
  --verbose             what every step prints
  --json                one JSON event a line
  --keep                leave the run's folder below .tidegate/rehearsals as it is

Examples
  npx tidegate rehearse .github/workflows/ci.yml --event pull_request
  npx tidegate rehearse .github/workflows/release.yml --input version=1.2.0 --event workflow_dispatch
  npx tidegate rehearse --secret-file .env --var staging/REGION=eu --action acme/notify=../notify
  npx tidegate rehearse --approve production --inject crash:web@production --verbose
  npx tidegate rehearse --job test --resume --json

All of it: https://github.com/tidegate/tidegate/blob/main/docs/rehearse.md`;

export interface RehearseOptions {
  readonly workflow: string;
  readonly event?: string;
  readonly payload?: string;
  readonly ref?: string;
  readonly jobs: readonly string[];
  /** another workflow, carried through before */
  readonly after?: string;
  readonly resume: boolean;
  readonly inputs: Readonly<Record<string, string>>;
  readonly vars: readonly string[];
  readonly varFiles: readonly string[];
  readonly secrets: readonly string[];
  readonly secretFiles: readonly string[];
  readonly maps: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, string>>;
  readonly skipped: readonly string[];
  readonly bootstrap: readonly string[];
  readonly injections: readonly Injection[];
  readonly real: Real;
  readonly context?: string;
  readonly strict: boolean;
  readonly gates: readonly string[];
  readonly approve: readonly string[];
  readonly reject: readonly string[];
  readonly trust: boolean;
  readonly openNetwork: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  readonly keep: boolean;
}

const list = { type: "string", multiple: true } as const;
const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

const options = {
  event: text,
  payload: text,
  ref: text,
  job: { ...list, short: "j" },
  after: text,
  resume: flag,
  input: list,
  var: list,
  "var-file": list,
  secret: list,
  "secret-file": list,
  map: list,
  action: list,
  skip: list,
  bootstrap: list,
  inject: list,
  real: list,
  context: text,
  strict: flag,
  gate: list,
  approve: list,
  reject: list,
  trust: flag,
  network: text,
  verbose: flag,
  json: flag,
  keep: flag,
  help: { type: "boolean", short: "h" },
} as const;

const parse = (args: readonly string[]) => parseArgs({ args: [...args], allowPositionals: true, options });

/** unless told */
export const usualGates: readonly string[] = ["production"];

function pairs(name: string, texts: readonly string[] = [], what = "NAME=VALUE"): Record<string, string> {
  return Object.fromEntries(
    texts.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`--${name} takes ${what}, not "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function injectionOf(word: string): Injection {
  const read = parseInjection(word);
  if (!read.ok) throw new UsageError(read.why);
  return read.injection;
}

function realOf(words: readonly string[]): Real {
  const read = chooseReal(words.flatMap((word) => word.split(",")));
  if (!read.ok) throw new UsageError(read.why);
  return read.real;
}

/** `undefined` where only help was asked for. */
export function rehearseOptions(args: readonly string[]): RehearseOptions | undefined {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw misread(error, "rehearse", Object.keys(options));
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  if (positionals.length > 1) throw new UsageError(`one workflow at a time, not ${positionals.join(", ")}`);
  if (values.network !== undefined && values.network !== "open" && values.network !== "closed")
    throw new UsageError(`--network takes open or closed, not "${values.network}"`);
  const both = (values.approve ?? []).filter((name) => values.reject?.includes(name));
  if (both.length > 0) throw new UsageError(`${both.join(", ")} cannot be approved and rejected`);
  const repository = "OWNER/REPO=FOLDER";
  const { event, payload, ref, after } = values;
  return {
    workflow: positionals[0] ?? ".github/workflows/deploy.yml",
    ...(event === undefined ? {} : { event }),
    ...(payload === undefined ? {} : { payload }),
    ...(ref === undefined ? {} : { ref: ref.startsWith("refs/") ? ref : `refs/heads/${ref}` }),
    jobs: values.job ?? [],
    ...(after === undefined ? {} : { after }),
    resume: values.resume ?? false,
    inputs: pairs("input", values.input),
    vars: values.var ?? [],
    varFiles: values["var-file"] ?? [],
    secrets: values.secret ?? [],
    secretFiles: values["secret-file"] ?? [],
    maps: pairs("map", values.map, repository),
    actions: pairs("action", values.action, repository),
    skipped: values.skip ?? [],
    bootstrap: values.bootstrap ?? [],
    injections: (values.inject ?? []).map(injectionOf),
    real: realOf(values.real ?? []),
    ...(values.context === undefined ? {} : { context: values.context }),
    strict: values.strict ?? false,
    gates: values.gate ?? usualGates,
    approve: values.approve ?? [],
    reject: values.reject ?? [],
    trust: values.trust ?? false,
    openNetwork: values.network === "open",
    verbose: values.verbose ?? false,
    json: values.json ?? false,
    keep: values.keep ?? false,
  };
}
