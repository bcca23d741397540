import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readWorkflow, source } from "../../../read/index.ts";
import type { RehearsalEvent } from "../../story/event.ts";
import { planWorkflow } from "../plan/from-workflow.ts";
import { type RunEnd, type RunRequest, runWorkflow } from "./run-workflow.ts";

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
  token: "ghs_token",
};

async function run(
  yaml: string,
  more: Partial<RunRequest> = {},
): Promise<RunEnd & { events: RehearsalEvent[]; lines: string[]; results: Record<string, string> }> {
  const { workflow, problems } = readWorkflow(source(".github/workflows/deploy.yml", yaml));
  if (!workflow || problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("\n"));
  const folder = await mkdtemp(join(tmpdir(), "run-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const events: RehearsalEvent[] = [];
  const end = await runWorkflow({
    plan: planWorkflow(workflow).plan,
    facts,
    inputs: {},
    vars: { REGION: "eu" },
    secrets: (environment) => ({ KEY: `key-of-${environment ?? "repository"}` }),
    gates: (environment) => environment === "production",
    ask: async () => "approved",
    findAction: async (uses) => `no action ${uses}`,
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

const deploy = `
on: push
env: { WHERE: "\${{ vars.REGION }}" }
jobs:
  image:
    strategy: { matrix: { service: [frontend, orders] } }
    runs-on: ubuntu-24.04
    outputs: { "\${{ 'x' }}": "" }
    steps: [{ run: "echo built \${{ matrix.service }} $GITHUB_RUN_ID" }]
`.replace(/ {4}outputs.*\n/, "");

test("legs run with their values, variables reach them", async () => {
  const end = await run(deploy);
  expect(end.result).toBe("success");
  expect(end.lines.sort()).toEqual(["built frontend 7", "built orders 7"]);
});

const gated = `
on: push
jobs:
  build:
    runs-on: x
    outputs: { digest: "\${{ steps.b.outputs.digest }}" }
    steps: [{ id: b, run: 'echo "digest=sha256:1" >> "$GITHUB_OUTPUT"' }]
  staging:
    needs: build
    environment: { name: staging, url: "https://staging.example/\${{ needs.build.outputs.digest }}" }
    runs-on: x
    steps: [{ run: 'echo "staging \${{ needs.build.outputs.digest }} $(printf %s "$KEY" | wc -c)"', env: { KEY: "\${{ secrets.KEY }}" } }]
  production:
    needs: [build, staging]
    environment: production
    runs-on: x
    steps: [{ run: "echo production \${{ github.event_name }} \${{ needs.staging.result }}" }]
  announce:
    needs: production
    if: always()
    runs-on: x
    steps: [{ run: "echo production is \${{ needs.production.result }}" }]
`;

test("digests travel, environments have their own secrets, a gate is asked once", async () => {
  const asked: string[] = [];
  const end = await run(gated, {
    ask: async ({ environment }) => {
      asked.push(environment);
      return "approved";
    },
  });
  expect(end.lines).toEqual(["staging sha256:1 14", "production push success", "production is success"]);
  expect(asked).toEqual(["production"]);
  expect(end.events).toContainEqual(
    expect.objectContaining({ kind: "job-ended", leg: "staging#0", url: "https://staging.example/sha256:1" }),
  );
});

test("a rejection fails the job, and what always runs still tells of it", async () => {
  const end = await run(gated, { ask: async () => "rejected" });
  expect(end).toMatchObject({
    result: "failure",
    results: { build: "success", staging: "success", production: "failure", announce: "success" },
  });
  expect(end.lines.at(-1)).toBe("production is failure");
});

test("with nobody to answer the run ends waiting", async () => {
  const end = await run(gated, { ask: async () => "waiting" });
  expect(end).toMatchObject({ result: "waiting", results: { staging: "success", production: "started" } });
});

test("cancelling the run stops its jobs and skips what follows, but not always()", async () => {
  const controller = new AbortController();
  const end = await run(gated.replace("id: b, run: '", "id: b, run: 'echo ready; exec sleep 60; "), {
    signal: controller.signal,
    tell: (event) => event.kind === "line" && event.text === "ready" && controller.abort(),
  });
  expect(end).toMatchObject({
    result: "cancelled",
    results: { build: "cancelled", staging: "skipped", announce: "success" },
  });
});

test("what is not run here is named, not skipped", () => {
  const { workflow } = readWorkflow(
    source(
      "x.yml",
      "on: push\njobs:\n  a:\n    runs-on: x\n    container: node\n    services: { db: { image: postgres } }\n    steps:\n      - uses: docker://alpine\n  b:\n    uses: ./.github/workflows/other.yml\n",
    ),
  );
  expect(workflow && planWorkflow(workflow).refusals).toEqual([
    { job: "a", what: "runs in a container" },
    { job: "a", what: "has service containers" },
    { job: "a", what: "uses docker://alpine" },
    { job: "b", what: "calls the workflow ./.github/workflows/other.yml" },
  ]);
});
