import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readWorkflow, resolveCalls, source, type Workflow } from "../../../../read/index.ts";
import { planWorkflow } from "../../../../simulate/plan/from-workflow.ts";
import type { Origin } from "../../../../simulate/plan/plan.ts";
import type { RehearsalEvent } from "../../../story/event.ts";
import { Masker } from "../../commands/masker.ts";
import type { RunRequest } from "../request.ts";
import { runWorkflow } from "../run-workflow.ts";
import type { RunEnd } from "../workflow-run.ts";

const facts: RunRequest["facts"] = {
  repository: "acme/shop",
  event: { name: "push", payload: { ref: "refs/heads/main" } },
  ref: "refs/heads/main",
  sha: "a".repeat(40),
  actor: "someone",
  runId: "7",
  runNumber: 1,
  runAttempt: 1,
  workflow: { name: "Deploy", path: ".github/workflows/deploy.yml" },
  serverUrl: "https://github.com",
  apiUrl: "https://api.github.com",
};

const own: Origin = { repository: "acme/shop", ref: "refs/heads/main", folder: "/nowhere" };

/** `others`: what it calls, by path */
function planned(workflow: Workflow, others: Readonly<Record<string, string>> = {}) {
  const { jobs, problems } = resolveCalls(workflow, {
    load: (uses) => {
      const path = uses.slice(2);
      return others[path] === undefined ? undefined : source(path, others[path]);
    },
  });
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("\n"));
  return planWorkflow(workflow, jobs, (path) => ({ ...own, path }));
}

/** Runs it as a push would, with the secret KEY, and gates production. */
export async function run(
  yaml: string,
  more: Partial<RunRequest> = {},
  others: Readonly<Record<string, string>> = {},
): Promise<RunEnd & { events: RehearsalEvent[]; lines: string[]; results: Record<string, string> }> {
  const { workflow, problems } = readWorkflow(source(".github/workflows/deploy.yml", yaml));
  if (!workflow || problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("\n"));
  const folder = await mkdtemp(join(tmpdir(), "run-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const events: RehearsalEvent[] = [];
  const end = await runWorkflow({
    plan: planned(workflow, others),
    facts,
    inputs: {},
    tokenFor: () => "ghs_token",
    vars: { repository: { REGION: "eu" }, environments: {} },
    secrets: { repository: { KEY: "key-of-repository" }, environments: { staging: { KEY: "key-of-staging" } } },
    gates: (environment) => environment === "production",
    ask: async () => ({ answer: "approved", by: "option" }),
    summaries: () => [],
    masker: new Masker(),
    findAction: () => async (uses) => `no action ${uses}`,
    machine: () => ({ PATH: process.env["PATH"] ?? "" }),
    folder,
    node: process.execPath,
    tell: (event) => events.push(event),
    now: () => 0,
    signal: new AbortController().signal,
    ...more,
  });
  return {
    ...end,
    events,
    lines: events.flatMap((event) => (event.kind === "line" ? [event.text] : [])),
    results: Object.fromEntries(
      Object.entries(end.jobs).map(([id, job]) => [id, job.at === "ended" ? job.result : job.at]),
    ),
  };
}
