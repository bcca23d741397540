import { readCondition } from "../expression/text.ts";
import { type Reading, report } from "../problem.ts";
import type { Located } from "../source.ts";
import type { MappingNode, Node } from "../yaml/node.ts";
import { readConcurrency } from "./concurrency.ts";
import { readContainer, readServices } from "./container.ts";
import { readEnvironment } from "./environment.ts";
import { fields, mapping, readEnv } from "./mapping.ts";
import type { CallJob, Job, RunnerJob } from "./model.ts";
import { readPermissions } from "./permissions.ts";
import { readDefaults } from "./run-defaults.ts";
import { readRunsOn } from "./runs-on.ts";
import { readSnapshot } from "./snapshot.ts";
import { readSteps } from "./steps.ts";
import { readStrategy } from "./strategy.ts";
import { flag, list, number, oneOf, plain, scalar, text } from "./value.ts";
import { type Variant, withoutIntruders } from "./variant.ts";

const common = ["name", "needs", "if", "permissions", "concurrency", "strategy", "cache-mode"] as const;
const callOnly = ["uses", "with", "secrets"] as const;
const runnerOnly = [
  "runs-on",
  "environment",
  "env",
  "defaults",
  "outputs",
  "container",
  "services",
  "timeout-minutes",
  "cancel-timeout-minutes",
  "continue-on-error",
  "snapshot",
  "steps",
] as const;
export const jobKeys = { job: [...common, ...runnerOnly], call: [...common, ...callOnly] } as const;

const variants: readonly Variant<Job["kind"]>[] = [
  { kind: "job", what: "a job of steps", telling: "runs-on", keys: jobKeys.job },
  { kind: "call", what: "a job that calls a workflow", telling: "uses", keys: jobKeys.call },
];

/** `cache-mode` at workflow and job level (GitHub changelog, 2026-09-10). */
export const cacheModes = ["read", "write", "write-only", "none"] as const;
const where = "jobs.<id>";

export function readJob(reading: Reading, id: Located<string>, node: Node): Job | undefined {
  const found = mapping(reading, node, `the job "${id.value}"`);
  if (found === undefined) return undefined;
  const calls = found.entries.some(({ key }) => key.text === "uses");
  const meant = withoutIntruders(reading, found, calls ? "call" : "job", variants);
  return calls ? readCallJob(reading, id, meant) : readRunnerJob(reading, id, meant);
}

function readCommon(
  reading: Reading,
  id: Located<string>,
  node: Node,
  f: { readonly [key in (typeof common)[number]]?: Node | undefined },
) {
  const condition = f.if && scalar(reading, f.if);
  return {
    id,
    at: node.at,
    name: f.name && text(reading, f.name, where),
    needs: f.needs === undefined ? [] : list(f.needs, (item) => plain(reading, item)),
    if: condition && readCondition(reading, condition, "jobs.<id>.if"),
    permissions: f.permissions && readPermissions(reading, f.permissions),
    concurrency: f.concurrency && readConcurrency(reading, f.concurrency, where),
    strategy: f.strategy && readStrategy(reading, f.strategy),
    cacheMode: f["cache-mode"] && oneOf(reading, f["cache-mode"], cacheModes),
  };
}

function readCallJob(reading: Reading, id: Located<string>, node: MappingNode): CallJob | undefined {
  const f = fields(reading, node, { what: `a job that calls a workflow`, keys: jobKeys.call });
  if (f === undefined) return undefined;
  const uses = f.uses && scalar(reading, f.uses);
  if (uses?.text === "") report(reading, "unexpected-value", uses.at, '"uses" names no workflow', uses.key);
  const inherits = f.secrets?.kind === "scalar" && f.secrets.text === "inherit";
  return {
    kind: "call",
    ...readCommon(reading, id, node, f),
    uses: { value: uses?.text ?? "", at: uses?.at ?? node.at },
    with: f.with && readEnv(reading, f.with, "jobs.<id>.with", '"with"', "nowhere"),
    secrets: inherits
      ? "inherit"
      : f.secrets && readEnv(reading, f.secrets, "jobs.<id>.secrets", '"secrets"', "nowhere"),
    secretsAt: f.secrets?.at,
  };
}

function readRunnerJob(reading: Reading, id: Located<string>, node: MappingNode): RunnerJob | undefined {
  const what = `the job "${id.value}"`;
  const f = fields(reading, node, { what, keys: jobKeys.job, required: ["runs-on"] });
  if (f === undefined) return undefined;
  return {
    kind: "job",
    ...readCommon(reading, id, node, f),
    runsOn: f["runs-on"] && readRunsOn(reading, f["runs-on"]),
    environment: f.environment && readEnvironment(reading, f.environment),
    env: f.env && readEnv(reading, f.env, "jobs.<id>.env", '"env"'),
    defaults: f.defaults && readDefaults(reading, f.defaults, "jobs.<id>.defaults.run"),
    outputs: f.outputs && readEnv(reading, f.outputs, "jobs.<id>.outputs", '"outputs"', "nowhere"),
    container: f.container && readContainer(reading, f.container, "container"),
    services: f.services && readServices(reading, f.services),
    timeoutMinutes: f["timeout-minutes"] && number(reading, f["timeout-minutes"], where),
    cancelTimeoutMinutes: f["cancel-timeout-minutes"] && number(reading, f["cancel-timeout-minutes"], where),
    continueOnError: f["continue-on-error"] && flag(reading, f["continue-on-error"], where),
    snapshot: f.snapshot && readSnapshot(reading, f.snapshot),
    steps: f.steps && readSteps(reading, f.steps),
  };
}
