import type { PositionName } from "../expression/position.ts";
import { readCondition, readText } from "../expression/text.ts";
import { type Reading, report } from "../problem.ts";
import type { Located } from "../source.ts";
import type { Node } from "../yaml/node.ts";
import { readContainer, readServices } from "./container.ts";
import { fields, mapping, readEnv } from "./mapping.ts";
import type { CallJob, Concurrency, Environment, Job, RunDefaults, RunnerJob, Snapshot } from "./model.ts";
import { readPermissions } from "./permissions.ts";
import { readRunsOn } from "./runs-on.ts";
import { readSteps } from "./steps.ts";
import { readStrategy } from "./strategy.ts";
import { filledText, flag, list, number, oneOf, plain, scalar, text } from "./value.ts";

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

/** `cache-mode` at workflow and job level (GitHub changelog, 2026-09-10). */
export const cacheModes = ["read", "write", "write-only", "none"] as const;
const where = "jobs.<id>";

export function readJob(reading: Reading, id: Located<string>, node: Node): Job | undefined {
  const found = mapping(reading, node, `the job "${id.value}"`);
  if (found === undefined) return undefined;
  const calls = found.entries.some(({ key }) => key.text === "uses");
  return calls ? readCallJob(reading, id, node) : readRunnerJob(reading, id, node);
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

function readCallJob(reading: Reading, id: Located<string>, node: Node): CallJob | undefined {
  const f = fields(reading, node, { what: `a job that calls a workflow`, keys: jobKeys.call });
  const uses = f?.uses && scalar(reading, f.uses);
  if (uses?.text === "") report(reading, "unexpected-value", uses.at, '"uses" names no workflow', uses.key);
  if (f === undefined) return undefined;
  const inherits = f.secrets?.kind === "scalar" && f.secrets.text === "inherit";
  return {
    kind: "call",
    ...readCommon(reading, id, node, f),
    uses: { value: uses?.text ?? "", at: uses?.at ?? node.at },
    with: f.with && readEnv(reading, f.with, "jobs.<id>.with", '"with"'),
    secrets: inherits ? "inherit" : f.secrets && readEnv(reading, f.secrets, "jobs.<id>.secrets", '"secrets"'),
    secretsAt: f.secrets?.at,
  };
}

function readRunnerJob(reading: Reading, id: Located<string>, node: Node): RunnerJob | undefined {
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
    outputs: f.outputs && readEnv(reading, f.outputs, "jobs.<id>.outputs", '"outputs"'),
    container: f.container && readContainer(reading, f.container, "container"),
    services: f.services && readServices(reading, f.services),
    timeoutMinutes: f["timeout-minutes"] && number(reading, f["timeout-minutes"], where),
    cancelTimeoutMinutes: f["cancel-timeout-minutes"] && number(reading, f["cancel-timeout-minutes"], where),
    continueOnError: f["continue-on-error"] && flag(reading, f["continue-on-error"], where),
    snapshot: f.snapshot && readSnapshot(reading, f.snapshot),
    steps: f.steps && readSteps(reading, f.steps),
  };
}

export function readConcurrency(reading: Reading, node: Node, position: PositionName): Concurrency | undefined {
  const base = { at: node.at, key: node.key };
  if (node.kind === "scalar") return { ...base, form: "text", group: filledText(reading, node, position) };
  const keys = ["group", "cancel-in-progress", "queue"] as const;
  const f = fields(reading, node, { what: '"concurrency"', keys, required: ["group"], position });
  return (
    f && {
      ...base,
      form: "mapping",
      group: f.group && filledText(reading, f.group, position),
      cancelInProgress: f["cancel-in-progress"] && flag(reading, f["cancel-in-progress"], position),
      queue: f.queue && oneOf(reading, f.queue, ["single", "max"]),
    }
  );
}

function readEnvironment(reading: Reading, node: Node): Environment | undefined {
  if (node.kind === "scalar") return { at: node.at, form: "text", name: readText(reading, node, where) };
  const f = fields(reading, node, {
    what: '"environment"',
    keys: ["name", "url", "deployment"],
    required: ["name"],
    position: where,
  });
  return (
    f && {
      at: node.at,
      form: "mapping",
      name: f.name && text(reading, f.name, where),
      url: f.url && text(reading, f.url, "jobs.<id>.environment.url"),
      deployment: f.deployment && flag(reading, f.deployment, where),
    }
  );
}

export function readDefaults(reading: Reading, node: Node, position: PositionName): RunDefaults | undefined {
  const f = fields(reading, node, { what: '"defaults"', keys: ["run"] });
  const run = f?.run && fields(reading, f.run, { what: '"run"', keys: ["shell", "working-directory"] });
  return (
    f && {
      at: node.at,
      shell: run?.shell && filledText(reading, run.shell, position),
      workingDirectory: run?.["working-directory"] && filledText(reading, run["working-directory"], position),
    }
  );
}

function readSnapshot(reading: Reading, node: Node): Snapshot | undefined {
  if (node.kind === "scalar") return { at: node.at, form: "text", imageName: filledText(reading, node, where) };
  const f = fields(reading, node, {
    what: '"snapshot"',
    keys: ["image-name", "version", "if"],
    required: ["image-name"],
  });
  const condition = f?.if && scalar(reading, f.if);
  return (
    f && {
      at: node.at,
      form: "mapping",
      imageName: f["image-name"] && filledText(reading, f["image-name"], "nowhere"),
      version: f.version && filledText(reading, f.version, "nowhere"),
      if: condition && readCondition(reading, condition, "jobs.<id>.snapshot.if"),
    }
  );
}
